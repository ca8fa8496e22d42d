import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryOrder } from '../../test/arbitrary-order.ts'
import { agentSettings, commissionRule, line, untouchedLine } from '../../test/marketplace.ts'
import { accepted } from '../command/decision.ts'
import { sumOf } from '../money/sum.ts'
import { freezeOrder, type LineToPrice, type PricingSettings } from '../pricing/price.ts'
import type { LineInProgress } from './line.ts'
import { captureLines, restToReturn, returnLines } from './line-effect.ts'

const sellerBears = { bearer: 'seller', commission: 'return' } as const

function frozen(lines: LineToPrice[], settings: Partial<PricingSettings> = {}, rule = commissionRule(125_000)) {
  return accepted(
    freezeOrder({
      sellerId: 'A',
      currency: 'EUR',
      placedAt: new Date('2025-11-20T08:41:00Z'),
      lines,
      settings: { ...agentSettings, ...settings },
      commissionRules: [rule],
    }),
  )
}

/** What each cent of a line earns its seller, taken one after another, and the line once it is paid for. */
function centByCent(placed: LineInProgress) {
  let reached = placed
  const steps = Array.from({ length: placed.payable }, () => {
    const { effects, lines } = captureLines([{ line: reached, amount: 1 }])
    reached = lines[0] ?? reached
    return effects[0]?.seller ?? 0
  })
  return { steps, paidFor: reached }
}

// Each of these is decided in docs/decisions/0034-what-the-money-rules-left-open.md.
describe('what the money rules left open', () => {
  test('a step may take 2 from the seller where three parts round up in it, and the whole is exact', () => {
    const { lines } = frozen([line(29, { taxCollector: 'operator' })])
    const [only] = lines.map((each) => untouchedLine('l0', each))
    if (only === undefined) throw new Error('the order has a line')
    const { steps, paidFor } = centByCent(only)
    expect(Math.min(...steps)).toBe(-2)
    expect(steps.reduce((sum, step) => sum + step, 0)).toBe(lines[0]?.sellerNet)
    const { effects } = returnLines(restToReturn([paidFor]), sellerBears)
    expect(effects[0]?.seller).toBe(lines[0]?.sellerNet)
  })

  test('the funding of a line may be −1, and that of an order never is', () => {
    const merchant = { salesMode: 'merchant_of_record', operatorDiscountTax: 'price_reduction' } as const
    expect(frozen([line(2), line(2, { discountOperator: 1 })], merchant).lines.map(({ funding }) => funding)).toEqual([
      -1, 1,
    ])
    fc.assert(
      fc.property(arbitraryOrder, (order) => {
        const { lines, totals } = accepted(freezeOrder(order))
        expect(totals.funding).toBeGreaterThanOrEqual(0)
        for (const each of lines) expect(each.funding).toBeGreaterThanOrEqual(-1)
      }),
      { numRuns: 1000 },
    )
  })

  test('a fixed fee takes all of a cheap line, and the tax on it is owed besides', () => {
    const { totals } = frozen([line(30)], {}, commissionRule(0, { fixed: 50 }))
    expect(totals).toMatchObject({ sellerGross: 30, commission: 30, commissionTax: 6, sellerNet: -6 })
  })

  test('a seller without a stake in the operator’s shipping has none in any part of it', () => {
    const shipping = fc.record({ price: fc.integer({ min: 1, max: 400 }), taxInclusive: fc.boolean() })
    fc.assert(
      fc.property(
        shipping,
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 8 }),
        ({ price, taxInclusive }, parts) => {
          const { lines } = frozen([line(price, { kind: 'shipping' })], { shippingIncome: 'operator', taxInclusive })
          let [reached] = lines.map((each) => untouchedLine('l0', each))
          const move = (take: typeof captureLines, wanted: number, left: number) => {
            if (reached === undefined || Math.min(wanted, left) === 0) return
            const moved = take([{ line: reached, amount: Math.min(wanted, left) }])
            for (const effect of moved.effects) expect(effect.seller).toBe(0)
            reached = moved.lines[0]
          }
          const back: typeof captureLines = (given) => returnLines(given, sellerBears)
          for (const part of [...parts, price * 2])
            move(captureLines, part, (reached?.payable ?? 0) - (reached?.captured ?? 0))
          for (const part of [...parts, price * 2])
            move(back, part, (reached?.captured ?? 0) - (reached?.returned ?? 0))
          expect(reached?.consumed).toMatchObject({
            operatorIncome: lines[0]?.operatorIncome,
            taxOperator: lines[0]?.taxOperator,
          })
        },
      ),
    )
  })

  test('a part that is negative is given back as one: a line without discount under a price reduction', () => {
    const merchant = { salesMode: 'merchant_of_record', operatorDiscountTax: 'price_reduction' } as const
    const [first] = frozen([line(2), line(2, { discountOperator: 1 })], merchant).lines
    if (first === undefined) throw new Error('the order has lines')
    const { paidFor } = centByCent(untouchedLine('l0', first))
    const half = returnLines([{ line: paidFor, amount: 1 }], sellerBears)
    const rest = returnLines(restToReturn(half.lines), sellerBears)
    const given = [...half.effects, ...rest.effects]
    expect(sumOf(given, ({ components }) => components.funding)).toBe(-1)
    for (const { components } of given) expect(components.funding).toBeLessThanOrEqual(0)
  })

  test('a commission does not move with a discount that the operator gives, on a gross base either', () => {
    const settings = {
      taxInclusive: false,
      commissionBase: 'gross',
      operatorDiscountTax: 'price_reduction',
    } as const
    const of = (discountOperator: number) => frozen([line(10_000, { discountOperator })], settings).totals
    expect(of(0)).toMatchObject({ tax: 1900, commissionBase: 11_900, commission: 1488 })
    expect(of(1000)).toMatchObject({ tax: 1710, commissionBase: 11_900, commission: 1488 })
  })
})
