import { type Currency } from '../money/currency.ts'
import { minorDigits } from '../money/minor-digits.ts'
import { type Money, money } from '../money/money.ts'
import { halfUp, safeInteger } from '../money/rounding.ts'

type Counting = {
  /** Decimal digits of the unit the provider counts in. */
  digits: number
  /** Amounts it takes are multiples of this many of its units. */
  step: number
}

/**
 * Where Stripe counts otherwise than ISO 4217, or takes fewer amounts than it can count. HUF and TWD are whole in
 * payouts only. Source: https://docs.stripe.com/currencies, "Zero-decimal currencies", "Three-decimal currencies" and
 * "Special cases", read in November 2026.
 */
const counting: Record<Currency, Counting> = {
  BHD: { digits: 3, step: 10 },
  ISK: { digits: 2, step: 100 },
  JOD: { digits: 3, step: 10 },
  KWD: { digits: 3, step: 10 },
  MGA: { digits: 0, step: 1 },
  OMR: { digits: 3, step: 10 },
  TND: { digits: 3, step: 10 },
  UGX: { digits: 2, step: 100 },
}

/** The provider has no such amount, or we have none that is so small. */
export class NotCounted extends RangeError {
  constructor(amount: number, currency: Currency, by: string) {
    super(`${amount} of ${currency} cannot be counted ${by}`)
    this.name = 'NotCounted'
  }
}

/** The smallest amount the provider moves, in our minor units: what it moves is a multiple of it. */
export function smallestStep(currency: Currency): number {
  const { digits, step } = countingOf(currency)
  return Math.max(1, step * 10 ** (minorDigits(currency) - digits))
}

/** What the provider calls the amount. Throws NotCounted where it is no multiple of the smallest step. */
export function toProvider({ amount, currency }: Money): number {
  if (amount % smallestStep(currency) !== 0) throw new NotCounted(amount, currency, 'by the provider')
  return scaled(amount, currency, countingOf(currency).digits - minorDigits(currency))
}

/** What an amount of the provider is in our minor units. Throws NotCounted where it is less than we can count. */
export function fromProvider(amount: number, currency: Currency): Money {
  return money(scaled(amount, currency, minorDigits(currency) - countingOf(currency).digits), currency)
}

/** What the provider kept for itself, half up: it may be less than our smallest unit, which the books cannot hold. */
export function feeFromProvider(fee: number, currency: Currency): number {
  const digits = minorDigits(currency) - countingOf(currency).digits
  if (digits >= 0) return fromProvider(fee, currency).amount
  return halfUp(BigInt(fee), 10n ** BigInt(-digits))
}

function countingOf(currency: Currency): Counting {
  return counting[currency] ?? { digits: minorDigits(currency), step: 1 }
}

function scaled(amount: number, currency: Currency, digits: number): number {
  const factor = 10n ** BigInt(Math.abs(digits))
  const exact = BigInt(amount)
  if (digits >= 0) return safeInteger(exact * factor)
  if (exact % factor !== 0n) throw new NotCounted(amount, currency, 'in our minor units')
  return safeInteger(exact / factor)
}
