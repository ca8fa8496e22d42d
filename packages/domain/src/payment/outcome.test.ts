import { expect, test } from 'vitest'
import { authorizedPayment, storedPayment, toldByStripe } from '../../test/stored-payment.ts'
import { accepted } from '../command/decision.ts'
import { authorized, captureRefused, declined, givenBack, outcomeUnknown, settlePayment } from './outcome.ts'

const orders = [
  { id: 'a', status: 'placed' },
  { id: 'b', status: 'on_hold' },
] as const
const asked = storedPayment({ status: 'authorizing' })
const capturing = authorizedPayment({ status: 'capturing', capturePending: 1000 })

/** What follows, in the words of the stock room. */
function followsFrom(payment: typeof asked, told: ReturnType<typeof givenBack>) {
  if (told === undefined) return 'nothing'
  const outcome = accepted(settlePayment({ payment, orders }, told, toldByStripe))
  const { releasesPieces, openCaptures } = outcome
  return { orders: outcome.orders.map(({ status }) => status), releasesPieces, openCaptures }
}

test('an authorization leaves the orders as they are and their pieces promised', () => {
  const fact = { authorized: 1000, providerReference: 'pi_1' }
  expect(followsFrom(asked, authorized(asked, fact))).toEqual({
    orders: ['placed', 'on_hold'],
    releasesPieces: false,
    openCaptures: undefined,
  })
})

test('without its money a purchase is over: every order is canceled and the pieces can be sold again', () => {
  const over = { orders: ['canceled', 'canceled'], releasesPieces: true }
  const no = declined(asked, { declineCode: 'no_funds', providerReference: null })
  expect(followsFrom(asked, no)).toEqual({ ...over, openCaptures: undefined })
  for (const kind of ['voided', 'expired'] as const) {
    expect(followsFrom(capturing, givenBack(capturing, { kind, note: '' }))).toEqual({
      ...over,
      openCaptures: 'failed',
    })
  }
})

test('what is over is given back once', () => {
  const voided = storedPayment({ status: 'voided' })
  expect(followsFrom(voided, givenBack(voided, { kind: 'voided', note: '' }))).toBe('nothing')
})

test('a capture whose answer is lost is unknown, and cancels nothing', () => {
  const lost = outcomeUnknown(capturing, { asked: 'capture:1', note: 'no answer' })
  expect(lost?.effectKey).toBe('capture:1:unknown')
  expect(followsFrom(capturing, lost)).toEqual({
    orders: ['placed', 'on_hold'],
    releasesPieces: false,
    openCaptures: 'unknown',
  })
})

test('an answer that came another way leaves nothing unknown', () => {
  expect(outcomeUnknown(authorizedPayment(), { asked: 'capture:1', note: 'no answer' })).toBeUndefined()
})

test('a capture the provider refuses has failed, and the authorization stands', () => {
  const told = captureRefused({ amount: 1000 }, { captureId: '1', reason: 'expired card' })
  expect(followsFrom(capturing, told)).toEqual({
    orders: ['placed', 'on_hold'],
    releasesPieces: false,
    openCaptures: 'failed',
  })
  expect(captureRefused(undefined, { captureId: '1', reason: 'expired card' })).toBeUndefined()
})

test('each fact has one key, whoever tells it, and no two share one', () => {
  const keys = [
    authorized(asked, { authorized: 1000, providerReference: null }),
    declined(asked, { declineCode: 'no_funds', providerReference: null }),
    givenBack(asked, { kind: 'voided', note: '' }),
    outcomeUnknown(asked, { asked: 'authorise:payment', note: '' }),
  ].map((told) => told?.effectKey)
  expect(keys).toEqual([
    'authorise:payment',
    'authorise:payment:declined',
    'authorise:payment:given_back',
    'authorise:payment:unknown',
  ])
})
