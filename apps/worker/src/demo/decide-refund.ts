import { type Database, inTenant } from '@mainstay/db/postgres/client'
import { saveRefundApproval, saveRefundDenial } from '@mainstay/db/refund/approve'
import { type LockedRefund, lockRefund } from '@mainstay/db/refund/refund'
import { insertRefund, lockOrderToRefund } from '@mainstay/db/refund/request'
import { accepted } from '@mainstay/domain/command/decision'
import { approveRefund, denyRefund, RequestRefund } from '@mainstay/domain/refund/refund'
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
  const act = { actor: by.actor, at, reason: note, allowedBy: by.rightTo('refund.request') }
  return inTenant(db, { tenantId, act }, async (tx) => {
    const order = await lockOrderToRefund(tx, target.orderId)
    const { amount } = accepted(decideRequest(order, order.lines, input))
    return insertRefund(tx, {
      order,
      input,
      amount,
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
  const act = { actor: by.actor, at, reason: note || undefined, allowedBy: by.rightTo('refund.approve') }
  return inTenant(db, { tenantId, act }, async (tx) => {
    const refund = await lockRefund(tx, refundId)
    if (verdict === 'denied') {
      accepted(denyRefund(refund, by.approver, refund.version))
      accepted(await saveRefundDenial(tx, refund))
      return
    }
    accepted(approveRefund(refund, by.approver, refund.version, at))
    const { parts } = accepted(decideRequest(orderOf(refund), refund.books.lines, refund))
    accepted(await saveRefundApproval(tx, refund, parts))
    await startWorkflow(tx, payRefund, {
      tenantId,
      id: runId,
      input: { refundId },
      subject: { type: 'refund', id: refundId },
      startedBy: by.actor.name,
    })
  })
}

function orderOf({ books, amount }: LockedRefund) {
  return { status: books.order.status, currency: amount.currency, hasSnapshot: true }
}
