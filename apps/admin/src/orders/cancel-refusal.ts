import { type CancelPurchaseRefusal, cancelPurchase } from '@mainstay/domain/purchase/cancel'
import type { Purchase } from '@mainstay/domain/purchase/purchase'

/** Why the order cannot be canceled now, by the rule the api applies; undefined when it can. */
export function refusedToCancel({ payment }: Pick<Purchase, 'payment'>): CancelPurchaseRefusal | undefined {
  // What was imported came paid.
  if (payment === null) return { code: 'purchase.already_paid' }
  const decision = cancelPurchase(payment, payment.isWorkedOn)
  return decision.ok ? undefined : decision.refusal
}
