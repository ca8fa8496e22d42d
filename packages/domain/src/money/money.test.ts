import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Currency } from './currency.ts'
import { formatAmount, formatMoney } from './format.ts'
import { currencies, minorDigits } from './minor-digits.ts'
import { add, isMoreThan, isZero, Money, money, negate, parseMoney, subtract, sum } from './money.ts'

const euros = (amount: number) => money(amount, 'EUR')

describe('money', () => {
  test('is a whole number of minor units that a number holds exactly', () => {
    expect(() => euros(0.5)).toThrow(RangeError)
    expect(() => euros(2 ** 53)).toThrow(RangeError)
    expect(() => add(euros(Number.MAX_SAFE_INTEGER), euros(1))).toThrow(RangeError)
    expect(Money.safeParse({ amount: 12.5, currency: 'EUR' }).success).toBe(false)
    expect(Money.safeParse({ amount: 1250, currency: 'XXX' }).success).toBe(false)
    expect(Money.parse({ amount: 1250, currency: 'EUR' })).toEqual(euros(1250))
  })

  test('of two currencies does not mix', () => {
    const yen = money(100, 'JPY')
    expect(() => add(euros(100), yen)).toThrow('EUR and JPY do not mix')
    expect(() => subtract(euros(100), yen)).toThrow(TypeError)
    expect(() => isMoreThan(euros(100), yen)).toThrow(TypeError)
    expect(() => sum([euros(100), yen], 'EUR')).toThrow(TypeError)
  })

  test('adds, subtracts and compares', () => {
    expect(add(euros(150), euros(250))).toEqual(euros(400))
    expect(subtract(euros(150), euros(250))).toEqual(euros(-100))
    expect(isMoreThan(euros(2), euros(1))).toBe(true)
    expect(isMoreThan(euros(1), euros(1))).toBe(false)
    expect(sum([euros(1), euros(2), euros(3)], 'EUR')).toEqual(euros(6))
    expect(sum([], 'EUR')).toEqual(euros(0))
  })

  test('has one zero', () => {
    expect(Object.is(negate(euros(0)).amount, 0)).toBe(true)
    expect(isZero(negate(euros(0)))).toBe(true)
  })

  test('reads as the console writes it', () => {
    expect(formatMoney(euros(361677))).toBe('3,616.77 EUR')
    expect(formatMoney(euros(-5))).toBe('\u22120.05 EUR')
    expect(formatMoney(euros(0))).toBe('0.00 EUR')
    expect(formatMoney(money(1234567, 'JPY'))).toBe('1,234,567 JPY')
    expect(formatMoney(money(-1234567, 'KWD'))).toBe('\u22121,234.567 KWD')
    expect(formatAmount(euros(100000000))).toBe('1,000,000.00')
    expect(formatAmount(euros(99999))).toBe('999.99')
  })

  test('is read from text without losing a cent', () => {
    expect(parseMoney('12.34', 'EUR')).toEqual(euros(1234))
    expect(parseMoney('12.3', 'EUR')).toEqual(euros(1230))
    expect(parseMoney(' 12 ', 'EUR')).toEqual(euros(1200))
    expect(parseMoney('-0.01', 'EUR')).toEqual(euros(-1))
    expect(parseMoney('\u22120.01', 'EUR')).toEqual(euros(-1))
    expect(parseMoney('90071992547409.91', 'EUR')).toEqual(euros(Number.MAX_SAFE_INTEGER))
    expect(parseMoney('1.005', 'KWD')).toEqual(money(1005, 'KWD'))
  })

  test('is not read from text that is not an exact amount of the currency', () => {
    for (const text of [
      '12.345',
      '1,234.00',
      '1e3',
      '',
      '.',
      '12.',
      '.5',
      '--1',
      '12 EUR',
      'NaN',
      '90071992547409.92',
    ]) {
      expect(parseMoney(text, 'EUR'), text).toBeUndefined()
    }
    expect(parseMoney('1.0', 'JPY')).toBeUndefined()
  })

  test('survives being written without grouping and read again', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom(...currencies), (amount, currency) => {
        const written = formatAmount(money(amount, currency)).replaceAll(',', '')
        expect(parseMoney(written, currency)).toEqual(money(amount, currency))
      }),
    )
  })
})

describe('a currency', () => {
  test('is one that ISO 4217 lists, in capitals', () => {
    expect(Currency.parse('EUR')).toBe('EUR')
    for (const code of ['eur', 'EURO', 'XXX', 'toString', ''])
      expect(Currency.safeParse(code).success, code).toBe(false)
  })

  test('has the digits of its minor unit', () => {
    expect([
      minorDigits('EUR'),
      minorDigits('JPY'),
      minorDigits('KWD'),
      minorDigits('HUF'),
      minorDigits('ISK'),
    ]).toEqual([2, 0, 3, 2, 0])
    expect(currencies.length).toBeGreaterThan(150)
  })
})
