import type { Report } from '../payment/payment.ts'
import type { Tx } from '../postgres/client.ts'
import { settleWorkItem } from '../work-item/work-item.ts'
import type { LockedRefund } from './refund.ts'

export function itemOf(refund: LockedRefund, report: Report) {
  return {
    subject: { type: 'refund', id: refund.id, label: refund.number },
    purchaseId: refund.purchase.id,
    runId: report.runId,
    atStake: refund.amount,
  }
}

export function settle(
  tx: Tx,
  { id: subjectId }: LockedRefund,
  said: { kind: 'refund_unknown' | 'refund_failed'; resolution: string },
  { actor, at }: Report,
) {
  return settleWorkItem(tx, actor, { ...said, subjectId }, at)
}
