import fc from 'fast-check'
import { expect, test } from 'vitest'
import { authorizedPayment, storedPayment, toldByStripe } from '../../test/stored-payment.ts'
import { accepted } from '../command/decision.ts'
import { accountName } from '../ledger/journal-entry.ts'
import { sumOf } from '../money/sum.ts'
import { type LineInProgress, noComponents, untouched } from '../order/line.ts'
import { learnBalance } from './balance.ts'
import { type CaptureFact, claimCapture, takePayment } from './capture.ts'

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
const eur = (amount: number) => ({ amount, currency: 'EUR' })
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
  expect(taken.isUnasked).toBe(false)
  expect(taken.changes.map(({ told }) => told.event.kind)).toEqual(['captured'])
  expect(taken.changes.at(-1)?.after).toMatchObject({ status: 'captured', captured: 1000, capturePending: 0 })
  expect(taken.capture).toEqual({ ...capture, status: 'succeeded' })
  expect(taken.orders.map((order) => order.captured)).toEqual([600, 400, 0])
  expect(taken.lines.map((line) => line.captured)).toEqual([600, 400])
  expect(taken.queue.opens).toEqual([])
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

test('less than was asked for is spread over the lines, the rest of the authorization is given back, and a person is told', () => {
  const { changes, effects, queue, entries } = accepted(takePayment(books, { ...charged, amount: 501 }, toldByStripe))
  expect(changes.at(-1)?.after).toMatchObject({
    status: 'partially_captured',
    captured: 501,
    capturePending: 0,
    voided: 499,
  })
  expect(entries.map(({ kind }) => kind)).toEqual(['capture', 'capture'])
  expect(queue.opens).toMatchObject([
    {
      kind: 'amount_mismatch',
      cause: { code: 'payment.amount_mismatch', wanted: eur(1000), taken: eur(501), suspended: eur(0) },
      atStake: eur(499),
    },
  ])
  expect(effects.map(({ effect }) => effect.amount)).toEqual([301, 200])
})

test('a line that moves nothing books nothing', () => {
  const free = { ...books, lines: [...lines.slice(0, 1), { ...lineOf('b1', 'b', 0), quantity: 2 }] }
  const paid = { ...free, payment: { ...capturing, amount: 600 }, capture: { ...capture, amount: 600 } }
  const { entries } = accepted(takePayment(paid, { ...charged, amount: 600 }, toldByStripe))
  expect(entries.map((entry) => entry.orderId)).toEqual(['a'])
})

test('money nobody asked for is taken as it is, and a person is told who took it', () => {
  const unasked = { ...books, payment: authorizedPayment(), capture: undefined }
  const { isUnasked, capture: made, changes, queue } = accepted(takePayment(unasked, charged, toldByStripe))
  expect(isUnasked).toBe(true)
  expect(made).toEqual({ id: 'next', amount: 1000, status: 'succeeded' })
  expect(changes.map(({ told }) => told.effectKey)).toEqual(['capture:next'])
  expect(changes.at(-1)?.after.status).toBe('captured')
  expect(queue.opens).toMatchObject([{ kind: 'external_action', cause: { code: 'payment.captured_elsewhere' } }])
})

test('money taken before the promise of it was heard implies the promise', () => {
  const unheard = { ...books, payment: storedPayment({ status: 'authorizing' }), capture: undefined }
  const { changes } = accepted(takePayment(unheard, { ...charged, providerReference: 'pi_1' }, toldByStripe))
  expect(changes.map(({ told }) => told.event.kind)).toEqual(['authorized', 'captured'])
  expect(changes.at(-1)?.after).toMatchObject({ status: 'captured', authorized: 1000, providerReference: 'pi_1' })
})

const overOrders = orders.map((order) => ({ ...order, status: 'canceled' as const }))

test.each(['voided', 'expired'] as const)(
  'money taken although the payment was %s contradicts that first, is booked, and a refund is proposed',
  (status) => {
    const over = {
      ...books,
      orders: overOrders,
      payment: authorizedPayment({ status, voided: 1000 }),
      capture: undefined,
    }
    const taken = accepted(takePayment(over, charged, toldByStripe))
    expect(taken.changes.map(({ told, after }) => [told.event.kind, after.status, after.voided])).toEqual([
      ['void_contradicted', 'authorized', 0],
      ['captured', 'captured', 0],
    ])
    expect(taken.entries.map(postings)).toEqual([
      { 'provider_clearing:stripe': 600, commission_revenue: -60, 'seller_pending:blom': -540 },
      { 'provider_clearing:stripe': 400, commission_revenue: -40, 'seller_pending:hahn': -360 },
    ])
    expect(taken.orders.map((order) => [order.status, order.captured])).toEqual([
      ['canceled', 600],
      ['canceled', 400],
      ['canceled', 0],
    ])
    expect(taken.earning.map((order) => order.id)).toEqual(['a', 'b'])
    expect(taken.queue.opens).toMatchObject([
      { kind: 'webhook_contradiction', cause: { code: 'payment.taken_after_end', status }, atStake: eur(1000) },
    ])
  },
)

test('money taken although the bank had said no implies the promise of it too', () => {
  const over = { ...books, orders: overOrders, payment: storedPayment({ status: 'failed' }), capture: undefined }
  const { changes } = accepted(takePayment(over, charged, toldByStripe))
  expect(changes.map(({ told }) => told.event.kind)).toEqual(['void_contradicted', 'authorized', 'captured'])
})

test('more than was asked for goes to the lines as far as they want it, and the rest is in suspense', () => {
  const {
    changes,
    capture: made,
    entries,
    queue,
  } = accepted(takePayment(books, { ...charged, amount: 1001 }, toldByStripe))
  expect(changes.map(({ told, after }) => [told.event.kind, after.moved, after.captured])).toEqual([
    ['captured', 1000, 1000],
    ['amount_suspended', 1, 1000],
  ])
  expect(made.status).toBe('succeeded')
  expect(entries.map(postings).at(-1)).toEqual({ 'provider_clearing:stripe': 1, 'suspense:stripe': -1 })
  expect(entries.at(-1)?.effectKey).toBe('suspense:ch_1')
  expect(queue.opens).toMatchObject([
    { kind: 'amount_mismatch', cause: { wanted: eur(1000), taken: eur(1001), suspended: eur(1) }, atStake: eur(1) },
  ])
})

test('more than the orders want that are not canceled falls on those that are', () => {
  const part = { ...books, lines: [...lines, lineOf('c1', 'c', 500)], capture: { ...capture, amount: 1000 } }
  const payment = { ...capturing, amount: 1500, authorized: 1500 }
  const taken = accepted(takePayment({ ...part, payment }, { ...charged, amount: 1200 }, toldByStripe))
  expect(taken.orders.map((order) => order.captured)).toEqual([600, 400, 200])
  expect(taken.changes.at(-1)?.after).toMatchObject({ captured: 1200, voided: 300 })
  expect(taken.queue.opens).toMatchObject([{ kind: 'amount_mismatch', cause: { suspended: eur(0) } }])
})

test('whatever the provider took, the payment has what the lines have, and the rest is in suspense', () => {
  const statuses = ['authorized', 'capturing', 'voided', 'expired', 'failed', 'created', 'authorizing'] as const
  const amounts = fc.record({ taken: fc.integer({ min: 1, max: 3000 }), status: fc.constantFrom(...statuses) })
  fc.assert(
    fc.property(amounts, ({ taken: amount, status }) => {
      const isPromised = status === 'authorized' || status === 'capturing'
      const payment = storedPayment({
        status,
        authorized: isPromised || status === 'voided' ? 1000 : 0,
        capturePending: status === 'capturing' ? 1000 : 0,
        voided: status === 'voided' ? 1000 : 0,
      })
      const asked = status === 'capturing' ? capture : undefined
      const taken = accepted(takePayment({ ...books, payment, capture: asked }, { ...charged, amount }, toldByStripe))
      const { captured, voided, capturePending, authorized } = taken.changes.at(-1)?.after ?? payment
      expect(captured + capturePending + voided).toBe(authorized)
      expect(captured).toBe(sumOf(taken.orders, (order) => order.captured))
      const sides = taken.entries.flatMap((entry) => entry.postings)
      const of = (kind: string) => sumOf(sides, (side) => (side.account.kind === kind ? side.amount : 0))
      expect(of('provider_clearing')).toBe(amount)
      expect(0 - of('suspense')).toBe(amount - captured)
      expect(sumOf(sides, (side) => side.amount)).toBe(0)
    }),
  )
})

test('a fee told with the money is booked with it', () => {
  const balanceTransaction = { reference: 'txn_1', fee: 29, amount: 1000, currency: 'EUR' }
  const { balance } = accepted(takePayment(books, { ...charged, balanceTransaction }, toldByStripe))
  expect(balance).toEqual(
    learnBalance(capturing, { amount: 1000, promised: 1000, movement: balanceTransaction }, toldByStripe),
  )
})

test('what the provider did happened when it says so, and else when we heard of it', () => {
  const early = { ...books, payment: storedPayment({ status: 'authorizing' }), capture: undefined }
  const authorizedAt = new Date('2026-11-20T09:00:00Z')
  const occurredAt = new Date('2026-11-20T10:00:00Z')
  const balanceTransaction = { reference: 'txn_1', fee: 29, occurredAt }
  const fact = { ...charged, amount: 1001, authorizedAt, occurredAt, balanceTransaction }
  const taken = accepted(takePayment(early, fact, toldByStripe))
  expect(taken.changes.map(({ told }) => told.occurredAt)).toEqual([authorizedAt, occurredAt, occurredAt])
  const timesOf = (entries: readonly { occurredAt: Date }[] = []) => new Set(entries.map((entry) => entry.occurredAt))
  expect(timesOf([...taken.entries, ...(taken.balance?.entries ?? [])])).toEqual(new Set([occurredAt]))
  expect(timesOf(accepted(takePayment(books, charged, toldByStripe)).entries)).toEqual(new Set([toldByStripe.at]))
})
