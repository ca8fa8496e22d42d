import type { LockedRefund } from './refund.ts'

/** What an item of the queue about a refund says of it. */
export function itemOf(refund: LockedRefund) {
  return {
    subject: { type: 'refund', id: refund.id, label: refund.number },
    purchaseId: refund.purchase.id,
    atStake: refund.amount,
  }
}
