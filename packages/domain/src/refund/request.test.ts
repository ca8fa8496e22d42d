import { describe, expect, test } from 'vitest'
import { agentSettings, commissionRule, line, untouchedLine } from '../../test/marketplace.ts'
import { accepted } from '../command/decision.ts'
import type { JournalEntry } from '../ledger/journal-entry.ts'
import { captureLines, restToCapture, returnLines } from '../order/line-effect.ts'
import { captureEntry } from '../payment/entry.ts'
import { freezeOrder } from '../pricing/price.ts'
import { refundCommittedEntry } from './entry.ts'
import { refundImpact } from './impact.ts'
import { requestRefund, returnTermsOf } from './request.ts'

// Worked example 5: 99.99 and 10.01 with 7 % off, which seller and operator share.
const frozen = accepted(
  freezeOrder({
    sellerId: 'A',
    currency: 'EUR',
    placedAt: new Date('2025-11-20T08:41:00Z'),
    lines: [
      line(9999, { discountSeller: 350, discountOperator: 350 }),
      line(1001, { discountSeller: 35, discountOperator: 35 }),
    ],
    settings: agentSettings,
    commissionRules: [commissionRule(133_300)],
  }),
)
const placed = frozen.lines.map((each, index) => untouchedLine(`l${index + 1}`, each))
const captured = captureLines(restToCapture(placed))
const titled = (lines: typeof placed) =>
  lines.map((each, position) => ({
    ...each,
    title: `Line ${each.lineId}`,
    position,
    returnedUnits: 0,
    returnedUnitsAmount: 0,
  }))
const lines = titled(captured.lines)
const order = { status: 'shipped', currency: 'EUR', hasSnapshot: true } as const
const asked = (orderLineId: string, amount: number, quantity: number | null = null) => ({
  lines: [{ orderLineId, amount, quantity }],
})

describe('asking for a refund', () => {
  test('of an amount the provider cannot pay is refused with the step it pays in', () => {
    const inDinars = { ...order, currency: 'KWD' }
    expect(requestRefund(inDinars, lines, asked('l1', 1111))).toEqual({
      ok: false,
      refusal: { code: 'refund.between_steps', step: { amount: 10, currency: 'KWD' } },
    })
    expect(accepted(requestRefund(inDinars, lines, asked('l1', 1110))).amount).toEqual({
      amount: 1110,
      currency: 'KWD',
    })
  })

  test('of what was captured adds its lines up', () => {
    const both = { lines: [...asked('l1', 1111).lines, ...asked('l2', 500, 1).lines] }
    const requested = accepted(requestRefund(order, lines, both))
    expect(requested.amount).toEqual({ amount: 1611, currency: 'EUR' })
    expect(requested.parts.map((part) => [part.line.lineId, part.amount])).toEqual([
      ['l1', 1111],
      ['l2', 500],
    ])
  })

  test('which names a line twice is refused by the name of the line', () => {
    expect(requestRefund(order, lines, { lines: [...asked('l2', 1).lines, ...asked('l2', 2).lines] })).toEqual({
      ok: false,
      refusal: { code: 'refund.line_twice', orderLineId: 'l2', title: 'Line l2' },
    })
  })

  test('comes to the same in whatever order its lines are named, also what it is refused for', () => {
    const shared = { bearer: { sellerSharePpm: 500_000 }, commission: 'return' } as const
    const forth = [...asked('l1', 5).lines, ...asked('l2', 5).lines]
    const moved = (named: typeof forth, stored = lines) =>
      returnLines(accepted(requestRefund(order, stored, { lines: named })).parts, shared)
    expect(moved(forth.toReversed())).toEqual(moved(forth))
    expect(moved(forth, lines.toReversed())).toEqual(moved(forth))
    expect(moved(forth).effects.map(({ lineId, bearer, amount }) => [lineId, bearer, amount])).toEqual([
      ['l1', 'seller', 3],
      ['l1', 'operator', 2],
      ['l2', 'seller', 2],
      ['l2', 'operator', 3],
    ])
    const tooMuch = [...asked('l2', 5000).lines, ...asked('l1', 50_000).lines]
    for (const named of [tooMuch, tooMuch.toReversed()]) {
      expect(requestRefund(order, lines, { lines: named })).toMatchObject({ refusal: { orderLineId: 'l1' } })
    }
  })

  test('of more than is left names the line and what is left of it', () => {
    const returned = lines.map((each) => ({ ...each, returned: 9000, disputed: 99 }))
    expect(requestRefund(order, returned, asked('l1', 200)).ok).toBe(true)
    expect(requestRefund(order, returned, asked('l1', 201))).toEqual({
      ok: false,
      refusal: {
        code: 'refund.over_refundable',
        orderLineId: 'l1',
        title: 'Line l1',
        refundable: { amount: 200, currency: 'EUR' },
      },
    })
  })

  test('of more pieces than were bought is refused', () => {
    expect(requestRefund(order, lines, asked('l1', 100, 2))).toMatchObject({
      refusal: { code: 'refund.over_quantity', title: 'Line l1', left: 1 },
    })
  })

  test("of another order's line is refused", () => {
    expect(requestRefund(order, lines, asked('l9', 1))).toMatchObject({
      refusal: { code: 'refund.line_not_in_order', orderLineId: 'l9' },
    })
  })

  test('of an unpaid order, of one on hold or of one without frozen facts is refused', () => {
    expect(requestRefund(order, titled(placed), asked('l1', 1))).toMatchObject({
      refusal: { code: 'refund.nothing_captured' },
    })
    expect(requestRefund({ ...order, status: 'on_hold' }, lines, asked('l1', 1))).toMatchObject({
      refusal: { code: 'refund.order_on_hold' },
    })
    expect(requestRefund({ ...order, hasSnapshot: false }, lines, asked('l1', 1))).toMatchObject({
      refusal: { code: 'refund.no_snapshot' },
    })
  })
})

describe('what a refund changes', () => {
  const facts = { orderId: 'o1', accounts: { sellerId: 'A' }, earningStatus: 'pending', currency: 'EUR' } as const
  const occurredAt = new Date('2025-11-20T08:41:00Z')
  const sidesOf = (entry: JournalEntry | undefined) =>
    (entry?.postings ?? []).map(({ account, amount }) => ({ account: account.kind, amount }))
  const booked = sidesOf(captureEntry({ ...facts, captureId: 'c1', effects: captured.effects, occurredAt }))

  function impactOf(
    terms: Parameters<typeof returnTermsOf>[0],
    { sellerAvailable = 0, isReleased = false, sides = [] as typeof booked } = {},
  ) {
    const earningStatus = isReleased ? 'available' : 'pending'
    const { parts } = accepted(requestRefund(order, lines, asked('l1', 3333)))
    const { effects } = returnLines(parts, returnTermsOf(terms))
    const released = sidesOf(refundCommittedEntry({ ...facts, earningStatus, refundId: 'r1', effects, occurredAt }))
    return refundImpact({
      currency: 'EUR',
      booked: [...booked, ...sides],
      released,
      sellersTax: 532,
      sellerAvailable,
    })
  }
  const numbers = (impact: ReturnType<typeof impactOf>) =>
    Object.fromEntries(impact.rows.map((row) => [row.party, [row.now, row.change, row.after]]))
  const bySeller = { bearer: 'seller', sellerSharePpm: 1_000_000, commissionPolicy: 'return' } as const

  test('is what its release will post, for every party', () => {
    expect(numbers(impactOf(bySeller))).toEqual({
      buyer: [10230, -3333, 6897],
      seller: [9200, -2998, 6202],
      commission: [1189, -387, 802],
      commission_tax: [226, -73, 153],
      funding: [-385, 125, -260],
    })
  })

  test.each([
    ['the seller bears it', bySeller],
    ['the commission is kept', { ...bySeller, commissionPolicy: 'keep' as const }],
    ['the operator bears it', { ...bySeller, bearer: 'operator' as const }],
    ['they share it', { ...bySeller, bearer: 'shared' as const, sellerSharePpm: 600_000 }],
  ])('adds up to what the buyer gets when %s', (_, terms) => {
    const [buyer, ...others] = impactOf(terms).rows
    expect(buyer?.change).toBe(-3333)
    expect(others.reduce((sum, row) => sum + row.change, 0)).toBe(-3333)
    expect(others.reduce((sum, row) => sum + row.now, 0)).toBe(buyer?.now)
  })

  test('leaves the seller alone when the operator bears it', () => {
    const rows = numbers(impactOf({ ...bySeller, bearer: 'operator' }))
    expect(rows).toMatchObject({ seller: [9200, 0, 9200], operator: [0, -3333, -3333] })
  })

  test('says what the seller will owe, and nothing while there is enough to take it from', () => {
    const sides = [
      { account: 'seller_pending' as const, amount: 9200 },
      { account: 'seller_available' as const, amount: -9200 },
    ]
    const owedWith = (sellerAvailable: number) =>
      impactOf(bySeller, { sellerAvailable, isReleased: true, sides }).sellerWillOwe
    expect(owedWith(2998)).toBeNull()
    expect(owedWith(2000)).toEqual({ amount: 998, currency: 'EUR' })
    expect(owedWith(-100)).toEqual({ amount: 3098, currency: 'EUR' })
  })

  test('is taken from what the order itself has pending first, and from nothing that other orders have', () => {
    expect(impactOf(bySeller).sellerWillOwe).toBeNull()
    expect(impactOf(bySeller, { sellerAvailable: -7000 }).sellerWillOwe).toEqual({ amount: 798, currency: 'EUR' })
  })

  test("names the sales tax inside the seller's part", () => {
    expect(impactOf(bySeller).sellersTax).toBe(532)
  })
})
