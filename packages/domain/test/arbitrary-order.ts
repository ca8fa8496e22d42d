import fc from 'fast-check'
import type { LineToPrice, OrderToPrice } from '../src/pricing/price.ts'
import { commissionRule, line } from './marketplace.ts'

const arbitraryTax = fc.constantFrom(
  { taxRatePpm: 0, taxCategory: 'exempt' },
  { taxRatePpm: 70_000, taxCategory: 'reduced' },
  { taxRatePpm: 190_000, taxCategory: 'standard' },
)

const arbitraryLine = fc
  .record({
    kind: fc.constantFrom('item' as const, 'shipping' as const),
    quantity: fc.integer({ min: 1, max: 7 }),
    // Prices of a few cents are where rounding shows.
    unitPrice: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 10, max: 30_000 })),
    sellerPercent: fc.integer({ min: 0, max: 50 }),
    operatorPercent: fc.integer({ min: 0, max: 50 }),
    tax: arbitraryTax,
  })
  .map(({ kind, quantity, unitPrice, sellerPercent, operatorPercent, tax }): LineToPrice => {
    const list = quantity * unitPrice
    return line(unitPrice, {
      kind,
      quantity,
      discountSeller: Math.floor((list * sellerPercent) / 100),
      discountOperator: Math.floor((list * operatorPercent) / 100),
      ...tax,
    })
  })

const arbitrarySettings = fc.record({
  salesMode: fc.constantFrom('agent' as const, 'merchant_of_record' as const),
  taxInclusive: fc.boolean(),
  operatorDiscountTax: fc.constantFrom('third_party_consideration' as const, 'price_reduction' as const),
  commissionBase: fc.constantFrom('net' as const, 'gross' as const),
  commissionOnShipping: fc.boolean(),
  shippingIncome: fc.constantFrom('seller' as const, 'operator' as const),
  commissionTaxPpm: fc.constantFrom(190_000, 'reverse_charge' as const),
  supplyTaxPpm: fc.constantFrom(0, 190_000),
})

/** Any order that can be placed: every setting, up to five lines, discounts of both sides, free lines included. */
export const arbitraryOrder: fc.Arbitrary<OrderToPrice> = fc
  .record({
    lines: fc.array(arbitraryLine, { minLength: 1, maxLength: 5 }),
    settings: arbitrarySettings,
    ratePpm: fc.integer({ min: 0, max: 300_000 }),
    fixed: fc.constantFrom(0, 30),
  })
  .map(({ lines, settings, ratePpm, fixed }) => ({
    sellerId: 'A',
    currency: 'EUR' as const,
    placedAt: new Date('2025-11-20T08:41:00Z'),
    lines: lines.map((line) =>
      line.kind === 'shipping' && settings.shippingIncome === 'operator'
        ? { ...line, discountSeller: 0, discountOperator: 0 }
        : line,
    ),
    settings,
    commissionRules: [commissionRule(ratePpm, { fixed })],
  }))
