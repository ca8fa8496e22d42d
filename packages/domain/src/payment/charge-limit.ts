import { accept, type Decision, refuse } from '../command/decision.ts'
import type { Currency } from '../money/currency.ts'
import { type Money, money } from '../money/money.ts'
import { fromProvider, smallestStep, toProvider } from './provider-currency.ts'

/**
 * The least the provider takes in one payment, in our minor units. It holds for the currency it settles in; what it
 * converts from another is only known to it, so a currency that is not here has no least amount known beforehand.
 * Source: https://docs.stripe.com/currencies, "Minimum and maximum charge amounts", read in November 2026.
 */
const minimum: Record<Currency, number> = {
  AED: 200,
  AUD: 50,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  CZK: 1500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  INR: 50,
  JPY: 50,
  MXN: 1000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  RON: 200,
  SEK: 300,
  SGD: 50,
  THB: 1000,
  USD: 50,
}

/** How many digits the most has that the provider takes in one payment, in the unit it counts in. From the same page. */
const digitsMax = 8
const moreDigits: Record<Currency, number> = { COP: 10, HUF: 10, IDR: 12, INR: 9, JPY: 10, KRW: 10, VND: 12 }

export type ChargeLimitRefusal =
  | { code: 'purchase.total_too_small'; field: 'total'; total: Money; minimum: Money }
  | { code: 'purchase.total_too_large'; field: 'total'; total: Money; maximum: Money }
  | { code: 'purchase.total_between_steps'; field: 'total'; total: Money; step: Money }

/** Whether the provider takes such an amount in one payment at all. A total of nothing asks no provider. */
export function chargeable(total: Money): Decision<Money, ChargeLimitRefusal> {
  const { amount, currency } = total
  if (amount === 0) return accept(total)
  const least = money(minimum[currency] ?? 0, currency)
  if (amount < least.amount) {
    return refuse({ code: 'purchase.total_too_small', field: 'total', total, minimum: least })
  }
  const most = largestCharge(currency)
  if (amount > most.amount) return refuse({ code: 'purchase.total_too_large', field: 'total', total, maximum: most })
  const step = money(smallestStep(currency), currency)
  if (amount % step.amount !== 0) return refuse({ code: 'purchase.total_between_steps', field: 'total', total, step })
  return accept(total)
}

function largestCharge(currency: Currency): Money {
  const step = toProvider(money(smallestStep(currency), currency))
  const most = 10 ** (moreDigits[currency] ?? digitsMax) - 1
  return fromProvider(most - (most % step), currency)
}
