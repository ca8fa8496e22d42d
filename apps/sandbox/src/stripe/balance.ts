import * as z from 'zod'
import { readSetting, type State, writeSetting } from '../state.ts'
import { roundToStep } from './currency.ts'
import { type BalanceTransaction, newId, nowSeconds, putObject } from './objects.ts'

/** How the provider books what it moves: as it is, until somebody says otherwise. */
export const Settlement = z.strictObject({
  currency: z
    .string()
    .regex(/^[a-z]{3}$/)
    .optional(),
  /** Of an amount, in millionths: an exchange rate, or a provider that books another amount than it says. */
  ppm: z.int().positive().default(1_000_000),
})
export type Settlement = z.input<typeof Settlement>

export function replaceSettlement(state: State, settlement: Settlement): void {
  writeSetting(state, 'settlement', settlement)
}

/** 1.5 % plus 25 of its units, rounded half up: the fee of a European card. */
function processingFee(amount: number, currency: string): number {
  return roundToStep(Math.floor((amount * 15 + 500) / 1000) + 25, currency)
}

/** Refunds cost nothing and give no fee back; `amount` is signed as the platform's balance sees it. */
export function recordBalanceTransaction(
  state: State,
  movement: { type: BalanceTransaction['type']; source: string; amount: number; currency: string; fee?: number },
): BalanceTransaction {
  const settlement = Settlement.parse(readSetting(state, 'settlement') ?? {})
  const { currency = movement.currency, ppm } = settlement
  const amount = Math.round((movement.amount * ppm) / 1_000_000)
  const fee = movement.fee ?? (movement.type === 'charge' ? processingFee(amount, currency) : 0)
  const transaction: BalanceTransaction = {
    id: newId('balance_transaction'),
    object: 'balance_transaction',
    amount,
    available_on: nowSeconds() + 2 * 86_400,
    created: nowSeconds(),
    currency,
    description: null,
    exchange_rate: currency === movement.currency ? null : ppm / 1_000_000,
    fee,
    fee_details:
      fee > 0
        ? [{ amount: fee, application: null, currency, description: 'Stripe processing fees', type: 'stripe_fee' }]
        : [],
    net: amount - fee,
    reporting_category: movement.type === 'adjustment' ? 'dispute' : movement.type,
    source: movement.source,
    status: 'pending',
    type: movement.type,
  }
  putObject(state, transaction, { parent: movement.source })
  return transaction
}
