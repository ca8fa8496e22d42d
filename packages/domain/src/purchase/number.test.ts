import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderLetters, orderNumber, purchaseNumber } from './number.ts'

describe('a purchase number', () => {
  test('is the prefix of the marketplace and eight characters nobody misreads', () => {
    expect(purchaseNumber('NW', Uint8Array.of(0, 0, 0, 0, 0))).toBe('NW-00000000')
    expect(purchaseNumber('NW', Uint8Array.of(255, 255, 255, 255, 255))).toBe('NW-ZZZZZZZZ')
    expect(purchaseNumber('BY', Uint8Array.of(0, 0, 0, 4, 33))).toBe('BY-00000111')
    expect(() => purchaseNumber('NW', Uint8Array.of(1, 2, 3))).toThrow(RangeError)
  })

  test('differs whenever the random bytes differ', () => {
    const bytes = fc.uint8Array({ minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        const same = one.every((byte, index) => byte === other[index])
        expect(purchaseNumber('NW', one) === purchaseNumber('NW', other)).toBe(same)
        expect(purchaseNumber('NW', one)).toMatch(/^NW-[0-9A-HJKMNP-TV-Z]{8}$/)
      }),
    )
  })
})

test("each seller's part carries the next letter, and goes on after Z", () => {
  expect([0, 1, 25, 26, 27, 51, 52, 701, 702].map(orderLetters)).toEqual([
    'A',
    'B',
    'Z',
    'AA',
    'AB',
    'AZ',
    'BA',
    'ZZ',
    'AAA',
  ])
  expect(orderNumber('NW-7KQ2M8XA', 1)).toBe('NW-7KQ2M8XA-B')
  expect(() => orderLetters(-1)).toThrow(RangeError)
})
