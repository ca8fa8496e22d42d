import type { WorkItemResolution } from '@mainstay/domain/work-item/resolution'
import type { Tx } from '../postgres/client.ts'
import { settleWorkItem } from '../work-item/work-item.ts'
import type { LockedRefund } from './refund.ts'

export function itemOf(refund: LockedRefund) {
  return {
    subject: { type: 'refund', id: refund.id, label: refund.number },
    purchaseId: refund.purchase.id,
    atStake: refund.amount,
  }
}

export function settle(
  tx: Tx,
  { id: subjectId }: LockedRefund,
  said: { kind: 'refund_unknown' | 'refund_failed'; resolution: WorkItemResolution },
) {
  return settleWorkItem(tx, { ...said, subjectId })
}
