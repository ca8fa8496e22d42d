import * as z from 'zod'
import { Currency } from './currency.ts'
import { minorDigits } from './minor-digits.ts'
import { assertSafeInteger, safeInteger } from './rounding.ts'

/** Integer minor units of one currency. `{ amount: 1234, currency: 'EUR' }` is 12.34 EUR. */
export const Money = z.strictObject({ amount: z.int(), currency: Currency })
export type Money = z.infer<typeof Money>

/** Throws RangeError unless `amount` is a safe integer of minor units. */
export function money(amount: number, currency: Currency): Money {
  assertSafeInteger(amount)
  return { amount: amount === 0 ? 0 : amount, currency }
}

export function add(a: Money, b: Money): Money {
  assertSameCurrency(a, b)
  return money(a.amount + b.amount, a.currency)
}

export function subtract(a: Money, b: Money): Money {
  assertSameCurrency(a, b)
  return money(a.amount - b.amount, a.currency)
}

export function negate(a: Money): Money {
  return money(-a.amount, a.currency)
}

export function isMoreThan(a: Money, b: Money): boolean {
  assertSameCurrency(a, b)
  return a.amount > b.amount
}

export function isZero(a: Money): boolean {
  return a.amount === 0
}

/** The sum of no amounts is zero of the given currency. */
export function sum(amounts: readonly Money[], currency: Currency): Money {
  return amounts.reduce(add, money(0, currency))
}

/**
 * Exact: `'12.34'` is 1234 cents. Undefined when the text is no plain decimal number, has more digits than the currency,
 * or does not fit. Grouping is not accepted, because `1,234` means different amounts to different people.
 */
export function parseMoney(text: string, currency: Currency): Money | undefined {
  const match = /^([-\u2212]?)(\d+)(?:\.(\d+))?$/.exec(text.trim())
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  const digits = minorDigits(currency)
  if (fraction.length > digits) return undefined
  const minor = BigInt(whole + fraction.padEnd(digits, '0'))
  if (minor > BigInt(Number.MAX_SAFE_INTEGER)) return undefined
  return money(safeInteger(sign === '' ? minor : -minor), currency)
}

function assertSameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new TypeError(`${a.currency} and ${b.currency} do not mix`)
}
