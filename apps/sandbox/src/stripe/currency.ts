import { invalidRequest } from './failure.ts'

/** As Stripe's page "Supported currencies" lists them: https://docs.stripe.com/currencies. All others count in hundredths. */
const zeroDecimal = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
const threeDecimal = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd'])
/** Counted in hundredths that must be nought. */
const wholeOnly = new Set(['isk', 'ugx'])

function stepOf(currency: string): number {
  if (wholeOnly.has(currency)) return 100
  return threeDecimal.has(currency) ? 10 : 1
}

/** Refuses an amount the currency does not have. */
export function assertCountable(amount: number, currency: string, param: string): void {
  const step = stepOf(currency)
  if (amount % step === 0) return
  throw invalidRequest(
    'invalid_charge_amount_no_decimal_compatible',
    `Invalid amount. Amounts in ${currency} must be evenly divisible by ${step}.`,
    param,
  )
}

export function roundToStep(amount: number, currency: string): number {
  const step = stepOf(currency)
  return Math.floor((2 * amount + step) / (2 * step)) * step
}

/** `5,000.00` for 500000 of isk: what a person reads in the dashboard. */
export function inWords(amount: number, currency: string): string {
  const digits = zeroDecimal.has(currency) ? 0 : threeDecimal.has(currency) ? 3 : 2
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return (amount / 10 ** digits).toLocaleString('en', format)
}
