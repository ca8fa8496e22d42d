import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { currencies } from '../money/minor-digits.ts'
import { money } from '../money/money.ts'
import { chargeable } from './charge-limit.ts'
import { smallestStep, toProvider } from './provider-currency.ts'

describe('what a buyer is to pay at once', () => {
  test.each([
    ['EUR', 30, { code: 'purchase.total_too_small', minimum: money(50, 'EUR') }],
    ['EUR', 49, { code: 'purchase.total_too_small', minimum: money(50, 'EUR') }],
    ['HUF', 17_499, { code: 'purchase.total_too_small', minimum: money(17_500, 'HUF') }],
    ['EUR', 100_000_000, { code: 'purchase.total_too_large', maximum: money(99_999_999, 'EUR') }],
    ['ISK', 1_000_000, { code: 'purchase.total_too_large', maximum: money(999_999, 'ISK') }],
    ['KWD', 100_000_000, { code: 'purchase.total_too_large', maximum: money(99_999_990, 'KWD') }],
    ['KWD', 5124, { code: 'purchase.total_between_steps', step: money(10, 'KWD') }],
    ['MGA', 5001, { code: 'purchase.total_between_steps', step: money(100, 'MGA') }],
  ])('is refused in %s for %i, with the limit and the field it breaks', (currency, amount, refusal) => {
    const total = money(amount, currency)
    expect(chargeable(total)).toEqual({ ok: false, refusal: { field: 'total', total, ...refusal } })
  })

  test.each([
    ['EUR', 50],
    ['EUR', 99_999_999],
    ['ISK', 999_999],
    ['KWD', 5120],
    ['COP', 9_999_999_999],
    ['EUR', 0],
  ])('is taken in %s for %i', (currency, amount) => {
    expect(chargeable(money(amount, currency))).toEqual({ ok: true, value: money(amount, currency) })
  })

  test('can be counted by the provider whenever it is taken, in every currency', () => {
    const total = fc.record({ currency: fc.constantFrom(...currencies), amount: fc.integer({ min: 1, max: 10 ** 13 }) })
    fc.assert(
      fc.property(total, ({ currency, amount }) => {
        const decision = chargeable(money(amount, currency))
        if (decision.ok) expect(toProvider(decision.value)).toBeGreaterThan(0)
        else expect(amount % smallestStep(currency) !== 0 || amount < 20_000 || amount > 900_000).toBe(true)
      }),
    )
  })
})
