import { expireRefund } from '@mainstay/domain/refund/expire'
import { expireApproval, listExpiredSubjects } from '../approval/approval.ts'
import { saveMove } from '../command/move.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { saveQueueChanges } from '../work-item/work-item.ts'
import { lockRefund, refunds } from './refund.ts'

const action = 'refund.approve'

/** Refunds that nobody decided about before their time was over, oldest first. */
export function listExpiredRefunds(tx: ReadTx, now: Date, limit: number): Promise<string[]> {
  return listExpiredSubjects(tx, { action, now, limit })
}

/** Ends one that is still waiting: the request, what was asked of a second person, and what stood on the queue for it. */
export async function saveRefundExpiry(tx: Tx, refundId: string): Promise<boolean> {
  const before = await lockRefund(tx, refundId)
  const decision = expireRefund(before, tx.act.at)
  if (!decision.ok) return false
  const { after, queue } = decision.value
  await expireApproval(tx, { action, id: refundId })
  await saveMove(tx, refunds, { before, after, move: 'expire' })
  await saveQueueChanges(tx, queue)
  return true
}
