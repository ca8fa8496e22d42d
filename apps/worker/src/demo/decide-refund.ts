import { type Database, inTenant } from '@mainstay/db/postgres/client'
import { saveRefundDecision } from '@mainstay/db/refund/approve'
import { lockRefund } from '@mainstay/db/refund/refund'
import { insertRefund, lockOrderToRefund } from '@mainstay/db/refund/request'
import { accepted } from '@mainstay/domain/command/decision'
import { approveRefund, denyRefund } from '@mainstay/domain/refund/approve'
import { commitRefund } from '@mainstay/domain/refund/commit'
import { RequestRefund } from '@mainstay/domain/refund/refund'
import { requestRefund as decideRequest } from '@mainstay/domain/refund/request'
import { startWorkflow } from '@mainstay/workflows/engine/run-start'
import { payRefund } from '@mainstay/workflows/pay-refund'
import type { Colleague } from './colleagues.ts'
import type { PlannedRefund } from './refund-plan.ts'
import type { RefundTarget } from './refund-target.ts'

type Asked = { planned: PlannedRefund; target: RefundTarget; number: string; by: Colleague; at: Date }

/** Asks for a refund as the api does: lock, decide, save. */
export function requestRefund(
  db: Database,
  tenantId: string,
  { planned, target, number, by, at }: Asked,
): Promise<string> {
  const { reason, note, bearer } = planned
  const input = RequestRefund.parse({
    orderId: target.orderId,
    lines: [target.line],
    reason,
    note,
    bearer,
    ...(bearer === 'shared' && { sellerSharePpm: 500_000 }),
  })
  const act = { actor: by.actor, at, reason: note, allowedBy: by.describeGrant('refund.request') }
  return inTenant(db, { tenantId, act }, async (tx) => {
    const order = await lockOrderToRefund(tx, target.orderId)
    const { amount, parts } = accepted(decideRequest(order, order.lines, input))
    return insertRefund(tx, {
      order,
      input,
      amount,
      parts,
      requestedBy: by.approver,
      nextNumber: () => number,
    })
  })
}

type Decided = {
  refundId: string
  verdict: 'approved' | 'denied'
  note: string
  by: Colleague
  at: Date
  runId: string
}

/** Decides about a refund as the api does; one that is released is sent by a run. */
export function decideRefund(
  db: Database,
  tenantId: string,
  { refundId, verdict, by, runId, at, note }: Decided,
): Promise<void> {
  const act = { actor: by.actor, at, reason: note || undefined, allowedBy: by.describeGrant('refund.approve') }
  return inTenant(db, { tenantId, act }, async (tx) => {
    const before = await lockRefund(tx, refundId)
    const look = { version: before.version, at, note }
    if (verdict === 'denied') {
      const after = accepted(denyRefund(before, by.approver, look))
      accepted(await saveRefundDecision(tx, { before, after, verdict: 'deny' }))
      return
    }
    const after = accepted(approveRefund(before, by.approver, look))
    const commitment = accepted(commitRefund(before, before.books, at))
    accepted(await saveRefundDecision(tx, { before, after, verdict: 'approve' }, commitment))
    await startWorkflow(tx, payRefund, {
      tenantId,
      id: runId,
      input: { refundId },
      subject: { type: 'refund', id: refundId },
      purchaseId: before.purchase.id,
      startedBy: by.actor.name,
    })
  })
}
