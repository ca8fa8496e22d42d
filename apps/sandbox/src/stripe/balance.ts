import type { State } from '../state.ts'
import { roundToStep } from './currency.ts'
import { type BalanceTransaction, newId, nowSeconds, putObject } from './objects.ts'

/** 1.5 % plus 25 of its units, rounded half up: the fee of a European card. */
function processingFee(amount: number, currency: string): number {
  return roundToStep(Math.floor((amount * 15 + 500) / 1000) + 25, currency)
}

/** Refunds cost nothing and give no fee back; `amount` is signed as the platform's balance sees it. */
export function recordBalanceTransaction(
  state: State,
  movement: { type: BalanceTransaction['type']; source: string; amount: number; currency: string; fee?: number },
): BalanceTransaction {
  const fee = movement.fee ?? (movement.type === 'charge' ? processingFee(movement.amount, movement.currency) : 0)
  const { currency } = movement
  const transaction: BalanceTransaction = {
    id: newId('balance_transaction'),
    object: 'balance_transaction',
    amount: movement.amount,
    available_on: nowSeconds() + 2 * 86_400,
    created: nowSeconds(),
    currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details:
      fee > 0
        ? [{ amount: fee, application: null, currency, description: 'Stripe processing fees', type: 'stripe_fee' }]
        : [],
    net: movement.amount - fee,
    reporting_category: movement.type === 'adjustment' ? 'dispute' : movement.type,
    source: movement.source,
    status: 'pending',
    type: movement.type,
  }
  putObject(state, transaction, { parent: movement.source })
  return transaction
}
