import { accept, type Decision, refuse } from '@mainstay/domain/command/decision'
import type { DecideRefundRefusal } from '@mainstay/domain/refund/approve'
import type { RefundCommitment } from '@mainstay/domain/refund/commit'
import { decideApproval } from '../approval/approval.ts'
import { saveMove } from '../command/move.ts'
import { postEntries } from '../ledger/ledger.ts'
import { insertLineEffects, saveLineProgress } from '../order/line-effect.ts'
import { saveOrdersOfPayment } from '../payment/payment.ts'
import type { Tx } from '../postgres/client.ts'
import { settleWorkItem } from '../work-item/work-item.ts'
import { type LockedRefund, refundCommandHash, refunds } from './refund.ts'

type Changed = Extract<DecideRefundRefusal, { code: 'refund.changed' }>
type Decided<Verdict> = { before: LockedRefund; after: LockedRefund; verdict: Verdict }

/**
 * Stores a decision about a locked refund; what a release changes besides, it brings along. Refused when what is stored is
 * not what was asked for: the transaction is then to be rolled back.
 */
export async function saveRefundDecision(
  tx: Tx,
  { before, after, verdict }: Decided<'approve' | 'deny'>,
  commitment?: RefundCommitment,
): Promise<Decision<LockedRefund, Changed>> {
  const { id, version } = before
  const command = { action: 'refund.approve', id, version, commandHash: refundCommandHash(before) }
  const approvalId = await decideApproval(tx, command, verdict === 'approve' ? 'approved' : 'rejected')
  if (approvalId === undefined) return refuse({ code: 'refund.changed', version })
  if (commitment !== undefined) await saveRefundCommitment(tx, before, { commitment, approvalId })
  const saved = await saveMove(tx, refunds, { before, after, move: verdict })
  const resolution = { code: verdict === 'approve' ? 'refund.approved' : 'refund.denied' } as const
  await settleWorkItem(tx, { kind: 'refund_waiting', subjectId: id, resolution })
  return accept(saved)
}

/** Stores what a refund commits to: its lines are returned, and its amount is promised to the buyer. */
export async function saveRefundCommitment(
  tx: Tx,
  { id, purchase, books }: LockedRefund,
  { commitment, approvalId }: { commitment: RefundCommitment; approvalId?: string },
): Promise<void> {
  const { lines, effects, returned, returnStatus, entry } = commitment
  await saveLineProgress(tx, lines)
  await insertLineEffects(
    tx,
    effects.map((effect) => ({
      orderId: books.order.id,
      movement: 'value_back',
      source: { type: 'refund', id },
      // A shared bearer moves each line twice, the seller's part first.
      part: effect.bearer === 'seller' ? 1 : 2,
      effect,
    })),
  )
  const order = { ...books.order, returned, returnStatus }
  const orders = books.orders.map((each) => (each.id === order.id ? order : each))
  await saveOrdersOfPayment(tx, books.payment, orders)
  postEntries(tx, entry === undefined ? [] : [entry], { purchaseId: purchase.id, approvalId })
}
