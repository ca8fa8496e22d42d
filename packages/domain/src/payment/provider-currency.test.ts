import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatMoney } from '../money/format.ts'
import { currencies } from '../money/minor-digits.ts'
import { money } from '../money/money.ts'
import { feeFromProvider, fromProvider, NotCounted, smallestStep, toProvider } from './provider-currency.ts'

describe('what the provider calls an amount', () => {
  test('is the same amount of money, for every currency: there and back nothing changes', () => {
    const amount = fc.record({
      currency: fc.constantFrom(...currencies),
      steps: fc.integer({ min: 0, max: 1_000_000_000 }),
    })
    fc.assert(
      fc.property(amount, ({ currency, steps }) => {
        const ours = money(steps * smallestStep(currency), currency)
        expect(fromProvider(toProvider(ours), currency)).toEqual(ours)
      }),
    )
  })

  test.each([
    { currency: 'EUR', ours: 1234, theirs: 1234, words: '12.34 EUR' },
    { currency: 'JPY', ours: 5000, theirs: 5000, words: '5,000 JPY' },
    { currency: 'ISK', ours: 5000, theirs: 500_000, words: '5,000 ISK' },
    { currency: 'UGX', ours: 5000, theirs: 500_000, words: '5,000 UGX' },
    { currency: 'MGA', ours: 500_000, theirs: 5000, words: '5,000.00 MGA' },
    { currency: 'KWD', ours: 5120, theirs: 5120, words: '5.120 KWD' },
    { currency: 'HUF', ours: 1045, theirs: 1045, words: '10.45 HUF' },
    { currency: 'TWD', ours: 1045, theirs: 1045, words: '10.45 TWD' },
  ])('in $currency: our $ours is its $theirs, which is $words', ({ currency, ours, theirs, words }) => {
    expect(toProvider(money(ours, currency))).toBe(theirs)
    expect(fromProvider(theirs, currency)).toEqual(money(ours, currency))
    expect(formatMoney(money(ours, currency))).toBe(words)
  })

  test.each([
    ['KWD', 5124],
    ['MGA', 1],
  ])('does not exist for an amount between its steps: %s, %i', (currency, amount) => {
    expect(() => toProvider(money(amount, currency))).toThrow(NotCounted)
  })

  test('that is less than our smallest unit is not rounded away', () => {
    expect(() => fromProvider(150, 'ISK')).toThrow(NotCounted)
  })

  test('of a fee is rounded half up where it is less than our smallest unit', () => {
    expect([7525, 7550, -7550].map((fee) => feeFromProvider(fee, 'ISK'))).toEqual([75, 76, -76])
    expect(feeFromProvider(145, 'EUR')).toBe(145)
    expect(feeFromProvider(145, 'MGA')).toBe(14_500)
  })

  test('goes in steps that are never less than our smallest unit', () => {
    expect(['EUR', 'JPY', 'ISK', 'UGX', 'MGA', 'KWD', 'IQD'].map(smallestStep)).toEqual([1, 1, 1, 1, 100, 10, 1])
  })
})
