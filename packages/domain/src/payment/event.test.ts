import { expect, test } from 'vitest'
import { storedPayment, toldByStripe } from '../../test/stored-payment.ts'
import { accepted } from '../command/decision.ts'
import { changePayment } from './event.ts'

const lost = { event: { kind: 'marked_unknown' }, effectKey: 'a:unknown', note: 'no answer in time' } as const
const held = { event: { kind: 'authorized', amount: 1000 }, effectKey: 'a', providerReference: 'pi_1' } as const
const asked = storedPayment({ status: 'authorizing' })
const noon = toldByStripe.at

test('an outcome nobody knows is put before a person, who has an hour', () => {
  const { after, move, queue } = accepted(changePayment(asked, lost, toldByStripe))
  expect(after).toMatchObject({ status: 'unknown', unknownSince: noon })
  expect(move).toBe('markUnknown')
  expect(queue.opens).toMatchObject([
    {
      kind: 'payment_unknown',
      subject: { type: 'payment', id: 'payment', label: 'NW-1' },
      cause: { code: 'payment.unknown', detail: 'no answer in time' },
      atStake: { amount: 1000, currency: 'EUR' },
      dueAt: new Date('2026-11-20T13:00:00Z'),
    },
  ])
  expect(queue.settles).toEqual([])
})

test('the first fact answers for that person', () => {
  const unknown = storedPayment({ status: 'unknown', unknownSince: noon })
  const { after, queue } = accepted(changePayment(unknown, held, toldByStripe))
  expect(after).toMatchObject({ status: 'authorized', unknownSince: null, providerReference: 'pi_1' })
  expect(queue).toEqual({
    opens: [],
    settles: [
      {
        kind: 'payment_unknown',
        subjectId: 'payment',
        resolution: { code: 'payment.learned', status: 'authorized' },
      },
    ],
  })
})

test('a fact about a payment whose outcome was known asks nobody', () => {
  expect(accepted(changePayment(asked, held, toldByStripe)).queue).toEqual({ opens: [], settles: [] })
})

test('a decline gives its code as the reason, and the payment keeps what it is known by at the provider', () => {
  const told = {
    event: { kind: 'declined' },
    effectKey: 'd',
    providerReference: null,
    declineCode: 'no_funds',
  } as const
  const named = storedPayment({ status: 'authorizing', providerReference: 'pi_1' })
  const { after, reason } = accepted(changePayment(named, told, toldByStripe))
  expect(reason).toBe('no_funds')
  expect(after).toMatchObject({ status: 'failed', declineCode: 'no_funds', providerReference: 'pi_1' })
})

test('what an event moved is kept with the payment until the next', () => {
  expect(accepted(changePayment(asked, held, toldByStripe)).after.moved).toBe(1000)
  const capturing = storedPayment({ status: 'capturing', authorized: 1000, capturePending: 1000 })
  const refused = { event: { kind: 'capture_failed', claimed: 1000 }, effectKey: 'f' } as const
  expect(accepted(changePayment(capturing, refused, toldByStripe)).after.moved).toBe(1000)
  expect(accepted(changePayment({ ...asked, moved: 7 }, lost, toldByStripe)).after.moved).toBe(0)
})

test('what contradicts the books changes nothing', () => {
  expect(changePayment(storedPayment({ status: 'voided' }), held, toldByStripe)).toEqual({
    ok: false,
    refusal: { code: 'payment.contradicted', status: 'voided', event: 'authorized' },
  })
})
