import { minorDigits } from './minor-digits.ts'
import type { Money } from './money.ts'

const MINUS = '\u2212'

/** `3,616.77 EUR`, `−12.00 EUR`. */
export function formatMoney(value: Money): string {
  return `${formatAmount(value)} ${value.currency}`
}

/** `3,616.77`: for a column that names the currency in its header. */
export function formatAmount({ amount, currency }: Money): string {
  const digits = minorDigits(currency)
  const text = String(Math.abs(amount)).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',')
  const fraction = digits === 0 ? '' : `.${text.slice(-digits)}`
  return `${amount < 0 ? MINUS : ''}${whole}${fraction}`
}
