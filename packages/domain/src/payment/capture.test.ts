import { expect, test } from 'vitest'
import { authorizedPayment, storedPayment, toldByStripe } from '../../test/stored-payment.ts'
import { accepted } from '../command/decision.ts'
import { accountName } from '../ledger/journal-entry.ts'
import { type LineInProgress, noComponents, untouched } from '../order/line.ts'
import { type CaptureFact, claimCapture, learnFee, takePayment } from './capture.ts'

const lineOf = (lineId: string, orderId: string, payable: number): LineInProgress & { orderId: string } => ({
  ...untouched,
  ...noComponents,
  commission: payable / 10,
  lineId,
  orderId,
  quantity: 1,
  payable,
})
const orders = [
  { id: 'a', sellerId: 'blom', status: 'placed', captured: 0 },
  { id: 'b', sellerId: 'hahn', status: 'placed', captured: 0 },
  { id: 'c', sellerId: 'hahn', status: 'canceled', captured: 0 },
] as const
const lines = [lineOf('a1', 'a', 600), lineOf('b1', 'b', 400)]
const capture = { id: 'cap', amount: 1000, status: 'claimed' } as const
const capturing = authorizedPayment({ status: 'capturing', capturePending: 1000 })
const charged: CaptureFact = { amount: 1000, chargeReference: 'ch_1' }

const books = { payment: capturing, orders, lines, capture, nextCaptureId: 'next', earnings: new Map() }
const postings = (entry: { postings: readonly { account: Parameters<typeof accountName>[0]; amount: number }[] }) =>
  Object.fromEntries(entry.postings.map(({ account, amount }) => [accountName(account), amount]))

test('a capture is claimed for everything that is not canceled', () => {
  const claim = accepted(claimCapture({ payment: authorizedPayment(), lines: lines.slice(0, 1) }, 'cap', toldByStripe))
  expect(claim?.capture).toEqual({ id: 'cap', amount: 600, status: 'claimed' })
  expect(claim?.change.after).toMatchObject({ status: 'capturing', capturePending: 600 })
})

test('nothing is claimed where nothing is left to take, and not once the purchase is to be canceled', () => {
  expect(accepted(claimCapture({ payment: authorizedPayment(), lines: [] }, 'cap', toldByStripe))).toBeUndefined()
  const wanted = authorizedPayment({ cancelRequested: true })
  expect(claimCapture({ payment: wanted, lines }, 'cap', toldByStripe)).toMatchObject({
    refusal: { code: 'payment.contradicted', event: 'capture_claimed' },
  })
})

test('the money of a capture goes to the orders that are not canceled, each its part', () => {
  const taken = accepted(takePayment(books, charged, toldByStripe))
  expect(taken.claim).toBeUndefined()
  expect(taken.change.after).toMatchObject({ status: 'captured', captured: 1000, capturePending: 0 })
  expect(taken.capture).toEqual({ ...capture, status: 'succeeded' })
  expect(taken.orders.map((order) => order.captured)).toEqual([600, 400, 0])
  expect(taken.lines.map((line) => line.captured)).toEqual([600, 400])
  expect(taken.effects.map(({ orderId, effect }) => [orderId, effect.amount, effect.seller])).toEqual([
    ['a', 600, 540],
    ['b', 400, 360],
  ])
})

test('each seller has a claim from then on, and one journal entry books it under the key of its order', () => {
  const { earning, entries } = accepted(takePayment(books, charged, toldByStripe))
  expect(earning.map((order) => order.id)).toEqual(['a', 'b'])
  expect(entries.map((entry) => entry.effectKey)).toEqual(['capture:cap:a', 'capture:cap:b'])
  expect(entries.map(postings)).toEqual([
    { 'provider_clearing:stripe': 600, commission_revenue: -60, 'seller_pending:blom': -540 },
    { 'provider_clearing:stripe': 400, commission_revenue: -40, 'seller_pending:hahn': -360 },
  ])
})

test('what a seller earns is posted where their earlier earning of the order stands', () => {
  const released = { ...books, earnings: new Map([['a', 'available' as const]]) }
  const { entries } = accepted(takePayment(released, charged, toldByStripe))
  expect(entries.map((entry) => Object.keys(postings(entry)).at(-1))).toEqual([
    'seller_available:blom',
    'seller_pending:hahn',
  ])
})

test('less than was asked for is spread over the lines, and the payment is captured in part', () => {
  const { change, effects } = accepted(takePayment(books, { ...charged, amount: 501 }, toldByStripe))
  expect(change.after).toMatchObject({ status: 'partially_captured', captured: 501, capturePending: 0 })
  expect(effects.map(({ effect }) => effect.amount)).toEqual([301, 200])
})

test('a line that moves nothing books nothing', () => {
  const free = { ...books, lines: [...lines.slice(0, 1), { ...lineOf('b1', 'b', 0), quantity: 2 }] }
  const paid = { ...free, payment: { ...capturing, amount: 600 }, capture: { ...capture, amount: 600 } }
  const { entries } = accepted(takePayment(paid, { ...charged, amount: 600 }, toldByStripe))
  expect(entries.map((entry) => entry.orderId)).toEqual(['a'])
})

test('money nobody asked for is claimed first, in one decision', () => {
  const unasked = { ...books, payment: authorizedPayment(), capture: undefined }
  const { claim, capture: made, change } = accepted(takePayment(unasked, charged, toldByStripe))
  expect(claim?.capture).toEqual({ id: 'next', amount: 1000, status: 'claimed' })
  expect(made).toEqual({ id: 'next', amount: 1000, status: 'succeeded' })
  expect(change.told.effectKey).toBe('capture:next')
  expect(change.after.status).toBe('captured')
})

test('money that no order wants contradicts the books', () => {
  const over = { ...books, payment: storedPayment({ status: 'voided', voided: 1000 }), capture: undefined }
  expect(takePayment(over, charged, toldByStripe)).toEqual({
    ok: false,
    refusal: { code: 'payment.contradicted', status: 'voided', event: 'captured' },
  })
  const unasked = { ...books, payment: authorizedPayment(), capture: undefined }
  expect(takePayment(unasked, { ...charged, amount: 1001 }, toldByStripe)).toMatchObject({
    refusal: { code: 'payment.amount_too_large', amount: 1001, most: 1000 },
  })
})

test('a fee told with the money is booked with it, and one told later by itself', () => {
  const balanceTransaction = { reference: 'txn_1', fee: 29 }
  const { fee } = accepted(takePayment(books, { ...charged, balanceTransaction }, toldByStripe))
  expect(fee).toEqual(learnFee(capturing, balanceTransaction, toldByStripe))
  expect(fee?.kept).toEqual({ balanceReference: 'txn_1', fee: 29 })
  expect(fee?.entries.map((entry) => entry.effectKey)).toEqual(['fee:txn_1'])
  expect(learnFee(capturing, { reference: 'txn_2', fee: 0 }, toldByStripe).entries).toEqual([])
})

test('a fee in another currency is booked by nobody and put before a person', () => {
  const learned = learnFee(capturing, { reference: 'txn_1', fee: 29, currency: 'USD' }, toldByStripe)
  expect(learned).toMatchObject({ kept: undefined, entries: [], queue: { settles: [] } })
  expect(learned.queue.opens).toMatchObject([
    {
      kind: 'webhook_contradiction',
      cause: { code: 'payment.other_currency', settled: 'USD' },
      atStake: { amount: 1000 },
    },
  ])
})
