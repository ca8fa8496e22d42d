import { invalidRequest } from './failure.ts'

/** As Stripe's page "Supported currencies" lists them: https://docs.stripe.com/currencies. All others count in hundredths. */
const zeroDecimal = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
const threeDecimal = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd'])
/** Counted in hundredths that must be nought. */
const wholeOnly = new Set(['isk', 'ugx'])

/** The least and the most of one payment, in its own units. Same page, "Minimum and maximum charge amounts". */
const minimum: Record<string, number> = {
  aed: 200,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
  usd: 50,
}
const maximum: Record<string, number> = {
  cop: 10 ** 10 - 1,
  huf: 10 ** 10 - 1,
  idr: 10 ** 12 - 1,
  inr: 10 ** 9 - 1,
  jpy: 10 ** 10 - 1,
  krw: 10 ** 10 - 1,
  vnd: 10 ** 12 - 1,
}

/** Refuses an amount that is too little or too much for one payment. */
export function assertChargeable(amount: number, currency: string): void {
  const least = minimum[currency] ?? 1
  if (amount < least) {
    throw invalidRequest(
      'amount_too_small',
      `Amount must be at least ${inWords(least, currency)} ${currency}`,
      'amount',
    )
  }
  const most = maximum[currency] ?? 10 ** 8 - 1
  if (amount > most) {
    throw invalidRequest(
      'amount_too_large',
      `Amount must be no more than ${inWords(most, currency)} ${currency}`,
      'amount',
    )
  }
}

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
