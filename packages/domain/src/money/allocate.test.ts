import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocate } from './allocate.ts'
import { halfUp, proportion, share, shareIncluded } from './rounding.ts'

const weights = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 20 })

describe('half up', () => {
  test('rounds a half away from zero and never to even', () => {
    expect([1n, 3n, 5n, -1n, -3n].map((n) => halfUp(n, 2n))).toEqual([1, 2, 3, -1, -2])
    expect(halfUp(4n, 3n)).toBe(1)
    expect(halfUp(5n, 3n)).toBe(2)
    expect(halfUp(0n, 3n)).toBe(0)
  })

  test('stays exact where a float would not', () => {
    expect(share(9_007_199_254_740_991, 1_000_000)).toBe(9_007_199_254_740_991)
    expect(proportion(9_007_199_254_740_991, 9_007_199_254_740_989, 9_007_199_254_740_991)).toBe(9_007_199_254_740_989)
    expect(() => share(9_007_199_254_740_991, 1_000_001)).toThrow(RangeError)
    expect(() => halfUp(1n, 0n)).toThrow(RangeError)
  })

  test('takes a rate on top of an amount, or out of an amount that includes it', () => {
    expect(share(9400, 125_000)).toBe(1175)
    expect(shareIncluded(11900, 190_000)).toBe(1900)
  })
})

describe('allocation', () => {
  test('hands the left-over units to the largest remainders, ties to the lowest position', () => {
    expect(allocate(2489, [11900, 4990, 7999])).toEqual([1190, 499, 800])
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(allocate(5, [1, 1])).toEqual([3, 2])
    expect(allocate(1, [0, 5, 6])).toEqual([0, 0, 1])
  })

  test('over weights that are all zero is equal', () => {
    expect(allocate(10, [0, 0, 0])).toEqual([4, 3, 3])
  })

  test('of a negative total mirrors the positive one', () => {
    expect(allocate(-100, [1, 1, 1])).toEqual([-34, -33, -33])
  })

  test('refuses what is not a whole amount, a negative weight, and money for nobody', () => {
    expect(() => allocate(0.5, [1])).toThrow(RangeError)
    expect(() => allocate(1, [-1])).toThrow(RangeError)
    expect(() => allocate(1, [])).toThrow(RangeError)
    expect(allocate(0, [])).toEqual([])
  })

  test('sums to the whole, and no part is a unit or more away from its exact share', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), weights, (total, weights) => {
        const parts = allocate(total, weights)
        expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(total))
        const sumOfWeights = weights.reduce((sum, weight) => sum + weight, 0)
        fc.pre(sumOfWeights > 0)
        for (const [position, part] of parts.entries()) {
          const distance = BigInt(part) * BigInt(sumOfWeights) - BigInt(total) * BigInt(weights[position] ?? 0)
          expect(distance < BigInt(sumOfWeights) && distance > -BigInt(sumOfWeights)).toBe(true)
        }
      }),
    )
  })
})
