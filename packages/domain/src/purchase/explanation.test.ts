import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryOrder } from '../../test/arbitrary-order.ts'
import { openMarketplace } from '../../test/marketplace.ts'
import { type AccountKind, accountKinds } from '../ledger/account.ts'
import { type EntryKind, entryKinds, type JournalEntry } from '../ledger/journal-entry.ts'
import type { LineInProgress } from '../order/line.ts'
import type { ReturnTerms } from '../order/line-effect.ts'
import type { OrderToPrice } from '../pricing/price.ts'
import { explainPurchase } from './explanation.ts'

const [hammer, drill] = [{ id: 'order-a' }, { id: 'order-b' }]

type Sale = { paid: number; funding: number; commission: number; tax: number }
const captureOf = (orderId: string, { paid, funding, commission, tax }: Sale) => ({
  kind: 'capture',
  orderId,
  sourceType: 'capture',
  sourceId: 'c1',
  postings: [
    { account: 'provider_clearing' as const, amount: paid },
    { account: 'campaign_funding' as const, amount: funding },
    { account: 'commission_revenue' as const, amount: -commission },
    { account: 'tax_payable_commission' as const, amount: -tax },
    { account: 'seller_pending' as const, amount: -(paid + funding - commission - tax) },
  ],
})
const sales = [
  captureOf('order-a', { paid: 15201, funding: 676, commission: 1668, tax: 317 }),
  captureOf('order-b', { paid: 7199, funding: 320, commission: 790, tax: 150 }),
]
const nothing = { paid: 0, funding: 0, commission: 0, tax: 0 }

test('what the buyer paid, less what was taken, is what the sellers earned', () => {
  const { steps, difference } = explainPurchase([hammer, drill], sales, [])
  expect(steps.map(({ key, total, perOrder }) => [key, total, perOrder])).toEqual([
    ['paid', 22400, [15201, 7199]],
    ['commission', -2458, [-1668, -790]],
    ['commission_tax', -467, [-317, -150]],
    ['funding', 996, [676, 320]],
    ['earned', 20471, [13892, 6579]],
  ])
  expect(difference).toBe(0)
})

test('a released refund lowers what is payable to its seller only', () => {
  const committed = {
    kind: 'refund_committed',
    orderId: 'order-a',
    sourceType: 'refund',
    sourceId: 'r1',
    postings: [
      { account: 'refund_payable' as const, amount: -3333 },
      { account: 'commission_revenue' as const, amount: 387 },
      { account: 'seller_pending' as const, amount: 2946 },
    ],
  }
  const refund = { id: 'r1', number: 'RF-1', orderId: 'order-a', amount: 3333, undecidedSellerChange: null }
  const { steps } = explainPurchase([hammer, drill], [...sales, committed], [refund])
  expect(steps.find((row) => row.key === 'refund:r1')?.perOrder).toEqual([-2946, 0])
  expect(steps.at(-1)).toMatchObject({ key: 'payable', perOrder: [13892 - 2946, 6579] })
})

test('an undecided refund is shown but takes nothing yet', () => {
  const refund = { id: 'r1', number: 'RF-1', orderId: 'order-b', amount: 100, undecidedSellerChange: -84 }
  const { steps } = explainPurchase([hammer, drill], sales, [refund])
  expect(steps.find((row) => row.kind === 'undecided')?.perOrder).toEqual([0, -84])
  expect(steps.at(-1)?.total).toBe(20471)
})

test('a posting on an account the waterfall does not know shows as a difference', () => {
  const strange = {
    ...captureOf('order-a', nothing),
    postings: [
      { account: 'provider_clearing' as const, amount: 10 },
      { account: 'goodwill' as const, amount: -10 },
    ],
  }
  expect(explainPurchase([hammer], [strange], []).difference).toBe(10)
})

test('a loss of which no refund of ours tells is shown and lowers what is payable', () => {
  const disputed = (kind: string, account: AccountKind, against: AccountKind) => ({
    kind,
    orderId: 'order-a',
    sourceType: 'dispute',
    sourceId: 'd1',
    postings: [
      { account, amount: 5000 },
      { account: against, amount: -5000 },
    ],
  })
  const lost = [
    disputed('dispute_opened', 'dispute_funds', 'provider_clearing'),
    disputed('dispute_lost', 'seller_pending', 'dispute_funds'),
  ]
  const fee = {
    kind: 'provider_fee',
    orderId: null,
    sourceType: 'balance_transaction',
    sourceId: 'txn_1',
    postings: [
      { account: 'provider_fees' as const, amount: 45 },
      { account: 'provider_clearing' as const, amount: -45 },
    ],
  }
  const { steps, holdings, difference } = explainPurchase([hammer, drill], [...sales, ...lost, fee], [])
  expect(steps.slice(-2)).toMatchObject([
    { key: 'dispute:d1', kind: 'outflow', subject: { code: 'entry', kind: 'dispute_lost' }, perOrder: [-5000, 0] },
    { key: 'payable', perOrder: [13892 - 5000, 6579] },
  ])
  expect(holdings.map(({ key, total }) => [key, total])).toEqual([
    ['held', 22400 - 5000 - 45],
    ['sellers', -(20471 - 5000)],
    ['marketplace', -(2458 - 996)],
    ['fees', 45],
    ['taxes', -467],
  ])
  expect(difference).toBe(0)
})

test('a side that is lost on the way to the page shows as a difference, after the sale too', () => {
  const oneSided = { ...captureOf('order-a', nothing), kind: 'refund_committed', sourceType: 'refund' }
  const committed = { ...oneSided, postings: [{ account: 'refund_payable' as const, amount: -100 }] }
  expect(explainPurchase([hammer, drill], [...sales, committed], []).difference).toBe(100)
})

type Event =
  | { what: 'fee'; amount: number }
  | { what: 'refund'; order: number; percent: number; terms: ReturnTerms; sent: boolean }
  | { what: 'release'; order: number }
  | { what: 'moved'; order: number; kind: EntryKind; debit: AccountKind; credit: AccountKind; amount: number }

const arbitraryEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ what: fc.constant('fee' as const), amount: fc.integer({ min: 1, max: 500 }) }),
  fc.record({
    what: fc.constant('refund' as const),
    order: fc.nat(2),
    percent: fc.integer({ min: 1, max: 100 }),
    terms: fc.record({
      bearer: fc.constantFrom('seller' as const, 'operator' as const, { sellerSharePpm: 400_000 }),
      commission: fc.constantFrom('return' as const, 'keep' as const),
    }),
    sent: fc.boolean(),
  }),
  fc.record({ what: fc.constant('release' as const), order: fc.nat(2) }),
  // What other parts of the house book: disputes, charges, holds, and whatever may come, between any two accounts.
  fc.record({
    what: fc.constant('moved' as const),
    order: fc.nat(3),
    kind: fc.constantFrom(...entryKinds.filter((kind) => kind !== 'capture' && kind !== 'opening')),
    debit: fc.constantFrom(...accountKinds),
    credit: fc.constantFrom(...accountKinds),
    amount: fc.integer({ min: 1, max: 9_999 }),
  }),
)

const total = (parts: readonly { total: number }[]) => parts.reduce((sum, each) => sum + each.total, 0)

const orderIds = ['order-a', 'order-b', 'order-c']

/** Three orders of any kind, paid or not yet, and what came after. */
function played(orders: readonly OrderToPrice[], paid: number, events: readonly Event[]): JournalEntry[] {
  const market = openMarketplace()
  orders.forEach((order, index) => {
    market.place(orderIds[index] ?? '', { ...order, sellerId: `seller-${index}` })
  })
  const captured = orderIds.slice(0, paid).filter((id) => market.lines(id).some((line) => line.payable > 0))
  for (const id of captured) market.capture('c1', id)
  events.forEach((event, index) => {
    if (event.what === 'fee') return market.fee(`txn-${index}`, event.amount)
    const orderId = orderIds[event.order]
    if (event.what === 'moved') return void market.entries.push(moved(event, orderId, index))
    if (orderId === undefined || !captured.includes(orderId)) return
    if (event.what === 'release') return market.release(orderId)
    const parts = (lines: readonly LineInProgress[]) =>
      lines.map((line) => ({ line, amount: Math.floor(((line.captured - line.returned) * event.percent) / 100) }))
    if (parts(market.lines(orderId)).every(({ amount }) => amount === 0)) return
    market.commitRefund(`r${index}`, orderId, { parts, ...event.terms })
    if (event.sent) market.settleRefund(`r${index}`, 'a1')
  })
  return market.entries.filter((entry) => entry !== undefined)
}

function moved(event: Extract<Event, { what: 'moved' }>, orderId: string | undefined, index: number): JournalEntry {
  return {
    kind: event.kind,
    effectKey: `moved:${index}`,
    currency: 'EUR',
    occurredAt: new Date('2025-11-21T08:41:00Z'),
    ...(orderId !== undefined && { orderId }),
    sourceType: 'balance_transaction',
    sourceId: `moved-${index}`,
    postings: [
      { account: { kind: event.debit }, amount: event.amount },
      { account: { kind: event.credit }, amount: -event.amount },
    ],
  }
}

test('whatever came after the sale, the steps lead from what was paid to what the ledger says is owed and held', () => {
  const orders = fc.tuple(arbitraryOrder, arbitraryOrder, arbitraryOrder)
  fc.assert(
    fc.property(
      orders,
      fc.integer({ min: 1, max: 3 }),
      fc.array(arbitraryEvent, { maxLength: 12 }),
      (placed, paid, events) => {
        const entries = played(placed, paid, events)
        const posted = entries.map(({ postings, orderId = null, ...entry }) => ({
          ...entry,
          orderId,
          postings: postings.map(({ account, amount }) => ({ account: account.kind, amount })),
        }))
        const explained = explainPurchase(
          orderIds.map((id) => ({ id })),
          posted,
          [],
        )
        expect(explained.difference).toBe(0)

        const owes = (accounts: readonly AccountKind[], orderId?: string) =>
          posted
            .filter((entry) => orderId === undefined || entry.orderId === orderId)
            .flatMap(({ postings }) => postings.filter(({ account }) => accounts.includes(account)))
            .reduce((sum, { amount }) => sum - amount, 0)
        const sellers = [
          'seller_pending',
          'seller_available',
          'seller_held',
          'seller_clawback',
          'payout_committed',
        ] as const
        const owed = explained.steps.findLast(({ kind }) => kind === 'balance')
        expect(owed?.total).toBe(owes(sellers))
        expect(owed?.perOrder).toEqual(orderIds.map((id) => owes(sellers, id)))

        const [held, ...parts] = explained.holdings
        const part = (key: string) => parts.find((each) => each.key === key)?.total ?? 0
        expect(total(parts)).toBe(0 - (held?.total ?? 0))
        expect(part('sellers')).toBe(0 - owes(sellers))
        expect(part('fees')).toBe(0 - owes(['provider_fees']))
        expect(part('buyer')).toBe(0 - owes(['refund_payable', 'buyer_credit']))
      },
    ),
  )
})
