import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { purchaseNumber } from './number.ts'
import { readNumber } from './typed-number.ts'

describe('a number that a person types', () => {
  test.each([
    'NW-7F30K1MX',
    '#NW-7F30K1MX',
    ' # nw-7f30k1mx ',
    'NW–7F30K1MX',
    'NW—7F30 K1MX',
    'NW 7F30 K1MX',
    'nw-7f3o-kimx',
    'NW-7F3OKlMX',
    'NW-7F30K1MX-B',
    'ＮＷ－７Ｆ３０Ｋ１ＭＸ',
  ])('is read as it was meant: %s', (typed) => {
    expect(readNumber(typed)).toBe('NW-7F30K1MX')
  })

  test('of a refund is read alike', () => {
    expect(readNumber('#rf–7f3o k1mx')).toBe('RF-7F30K1MX')
  })

  test('stays as it is where it can be no number', () => {
    for (const typed of [
      '',
      'Anna Schmidt',
      'NW-7F30',
      '019aa000-0000-7000-8000-000000000001',
      'NW-7F30KUMX',
      '7F30K1MX',
    ])
      expect(readNumber(typed), typed).toBe(typed)
  })

  test('that is right already stays, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 5, maxLength: 5 }), (random) => {
        const number = purchaseNumber('OIL', random)
        expect(readNumber(number)).toBe(number)
        expect(readNumber(`#${number.toLowerCase().replace('-', '–')}`)).toBe(number)
      }),
    )
  })
})
