import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryOrder } from '../../test/arbitrary-order.ts'
import { agentSettings, commissionRule, line } from '../../test/marketplace.ts'
import { accepted } from '../command/decision.ts'
import { commissionOf, findCommissionRule } from './commission.ts'
import { spreadDiscount } from './discount.ts'
import { freezeOrder, type LineToPrice, type OrderToPrice, type PricingSettings } from './price.ts'

const placedAt = new Date('2025-11-20T08:41:00Z')

function orderOf(lines: LineToPrice[], settings: Partial<PricingSettings> = {}): OrderToPrice {
  return {
    sellerId: 'A',
    currency: 'EUR',
    placedAt,
    lines,
    settings: { ...agentSettings, ...settings },
    commissionRules: [commissionRule(125_000)],
  }
}

function freeze(lines: LineToPrice[], settings: Partial<PricingSettings> = {}) {
  return accepted(freezeOrder(orderOf(lines, settings)))
}

describe('an order is frozen at placement', () => {
  test('so that what comes in for a line goes out of it, whatever the settings', () => {
    fc.assert(
      fc.property(arbitraryOrder, (order) => {
        const { lines, totals } = accepted(freezeOrder(order))
        for (const line of [...lines, totals]) {
          expect(line.payable + line.funding + line.supplyTax).toBe(
            line.taxOperator + line.commission + line.commissionTax + line.operatorIncome + line.sellerNet,
          )
          expect(line.payable).toBeGreaterThanOrEqual(0)
          expect(line.commission).toBeLessThanOrEqual(line.sellerGross)
        }
        expect(totals.payable).toBe(lines.reduce((sum, line) => sum + line.payable, 0))
      }),
    )
  })

  test('and an operator-funded discount never changes what the seller earns', () => {
    fc.assert(
      fc.property(arbitraryOrder, (order) => {
        const taxFollowsDiscount =
          order.settings.operatorDiscountTax === 'price_reduction' && !order.settings.taxInclusive
        // The one exception of the rules: a price without tax whose tax is the seller's.
        fc.pre(!taxFollowsDiscount || order.settings.salesMode === 'merchant_of_record')
        const undiscounted = { ...order, lines: order.lines.map((line) => ({ ...line, discountOperator: 0 })) }
        expect(accepted(freezeOrder(order)).totals.sellerNet).toBe(accepted(freezeOrder(undiscounted)).totals.sellerNet)
      }),
    )
  })

  test('with tax rounded once per order and rate, not per line', () => {
    const lines = freeze([line(5), line(5), line(5)], { taxInclusive: false }).lines
    expect(lines.map((line) => line.tax)).toEqual([1, 1, 1])
    const together = freeze([line(3), line(3), line(3)], { taxInclusive: false }).lines
    expect(together.map((line) => line.tax)).toEqual([1, 1, 0])
  })

  test('with tax kept apart where rate, category, jurisdiction or collector differ', () => {
    const reduced = line(3, { taxCategory: 'books' })
    const abroad = line(3, { taxJurisdiction: 'AT' })
    const collected = line(3, { taxCollector: 'operator' })
    const { lines } = freeze([line(3), reduced, abroad, collected], { taxInclusive: false })
    expect(lines.map((line) => line.tax)).toEqual([1, 1, 1, 1])
    expect(lines.map((line) => line.taxOperator)).toEqual([0, 0, 0, 1])
  })

  test('with the shipping sold by the operator earning the operator alone', () => {
    const { lines } = freeze([line(10000), line(1190, { kind: 'shipping' })], { shippingIncome: 'operator' })
    expect(lines[1]).toMatchObject({
      payable: 1190,
      taxOperator: 190,
      operatorIncome: 1000,
      sellerGross: 0,
      commission: 0,
      sellerNet: 0,
      commissionRule: null,
    })
  })

  test('with no commission on shipping unless the settings say so, not even a fixed one', () => {
    const order = orderOf([line(1190, { kind: 'shipping' })])
    const rules = { commissionRules: [commissionRule(125_000, { fixed: 30 })] }
    expect(accepted(freezeOrder({ ...order, ...rules })).totals.commission).toBe(0)
    const settings = { ...order.settings, commissionOnShipping: true }
    expect(accepted(freezeOrder({ ...order, ...rules, settings })).totals.commission).toBe(155)
  })

  test('without tax on commission under reverse charge', () => {
    expect(freeze([line(11900)], { commissionTaxPpm: 'reverse_charge' }).totals).toMatchObject({
      commission: 1250,
      commissionTax: 0,
      sellerNet: 10650,
    })
  })

  test('with tax on the supply of a domestic seller to a merchant of record', () => {
    const { totals } = freeze([line(11900)], { salesMode: 'merchant_of_record', supplyTaxPpm: 190_000 })
    expect(totals).toMatchObject({ sellerGross: 10000, commission: 1250, supplyTax: 1663, sellerNet: 10413 })
  })

  test('and is refused when no commission rule matches a line', () => {
    expect(freezeOrder({ ...orderOf([line(100)]), commissionRules: [] })).toEqual({
      ok: false,
      refusal: { code: 'order.no_commission_rule', position: 0 },
    })
  })

  test('and is refused when it discounts shipping that the operator sells', () => {
    const shipping = line(500, { kind: 'shipping', discountOperator: 1 })
    expect(freezeOrder(orderOf([line(100), shipping], { shippingIncome: 'operator' }))).toEqual({
      ok: false,
      refusal: { code: 'order.discount_on_operator_shipping', position: 1 },
    })
  })

  test('from whole amounts only', () => {
    expect(() => freeze([line(-1)])).toThrow(RangeError)
    expect(() => freeze([line(1.5)])).toThrow(RangeError)
    expect(() => freeze([line(1, { quantity: 0 })])).toThrow(RangeError)
    expect(() => freeze([line(100, { discountSeller: 60, discountOperator: 41 })])).toThrow('above the list price')
    expect(() => freeze([line(Number.MAX_SAFE_INTEGER), line(1)])).toThrow(RangeError)
  })
})

describe('a discount', () => {
  test('is never above the price it is taken off', () => {
    expect(spreadDiscount([300, 100], { amount: 1000 }, 0)).toEqual([
      { discountSeller: 300, discountOperator: 0 },
      { discountSeller: 100, discountOperator: 0 },
    ])
  })

  test('gives the cent of a tied split to the operator', () => {
    expect(spreadDiscount([100], { amount: 5 }, 500_000)).toEqual([{ discountSeller: 2, discountOperator: 3 }])
  })

  test('is spread without losing a cent', () => {
    const lists = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 8 })
    const ppm = fc.integer({ min: 0, max: 1_000_000 })
    fc.assert(
      fc.property(lists, fc.integer({ min: 0, max: 100_000_000 }), ppm, (lists, amount, operatorSharePpm) => {
        const list = lists.reduce((sum, price) => sum + price, 0)
        const spread = spreadDiscount(lists, { amount }, operatorSharePpm)
        const given = spread.reduce((sum, line) => sum + line.discountSeller + line.discountOperator, 0)
        expect(given).toBe(Math.min(amount, list))
        for (const [position, line] of spread.entries()) {
          expect(line.discountSeller + line.discountOperator).toBeLessThanOrEqual(lists[position] ?? 0)
        }
      }),
    )
  })
})

describe('the commission rule of a line', () => {
  const june = new Date('2025-06-01T00:00:00Z')
  const sale = { placedAt: june, sellerId: 'A', category: 'tools', currency: 'EUR' } as const

  test('is the first by priority that matches seller, category and currency', () => {
    const rules = [
      commissionRule(150_000, { id: 'all', priority: 9 }),
      commissionRule(120_000, { id: 'tools', priority: 3, category: 'tools' }),
      commissionRule(100_000, { id: 'B', priority: 1, sellerId: 'B' }),
      commissionRule(90_000, { id: 'yen', priority: 2, currency: 'JPY' }),
    ]
    expect(findCommissionRule(rules, sale)?.id).toBe('tools')
    expect(findCommissionRule(rules, { ...sale, category: null })?.id).toBe('all')
    expect(findCommissionRule(rules, { ...sale, sellerId: 'B' })?.id).toBe('B')
  })

  test('holds from its first moment and no longer at its last', () => {
    const rules = [commissionRule(125_000, { validFrom: june, validTo: placedAt })]
    expect(findCommissionRule(rules, sale)).toBeDefined()
    expect(findCommissionRule(rules, { ...sale, placedAt: new Date(june.getTime() - 1) })).toBeUndefined()
    expect(findCommissionRule(rules, { ...sale, placedAt })).toBeUndefined()
  })

  test('keeps commission between its bounds, and never takes more than the seller gets', () => {
    const rule = commissionRule(100_000, { fixed: 10, min: 50, max: 200 })
    expect(commissionOf(rule, 1000, 1000)).toBe(110)
    expect(commissionOf(rule, 100, 1000)).toBe(50)
    expect(commissionOf(rule, 100_000, 100_000)).toBe(200)
    expect(commissionOf(rule, 100, 30)).toBe(30)
  })
})
