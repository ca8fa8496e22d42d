import type { Actor } from '@mainstay/domain/access/actor'
import type { Cancellation } from '@mainstay/domain/purchase/cancel'
import { recordAudit } from '../audit/audit.ts'
import { appendEvent } from '../outbox/outbox.ts'
import { recordVoided } from '../payment/authorisation.ts'
import type { LockedPayment, Report } from '../payment/payment.ts'
import { type ReadTx, raw, type Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { hoursAfter, openWorkItem } from '../work-item/work-item.ts'

/** Whose purchase it is: the payment to lock, and the key that placed it. Throws NotFound. */
export async function getPurchaseToCancel(
  tx: ReadTx,
  purchaseId: string,
): Promise<{ paymentId: string | null; placedByKey: string | null; number: string }> {
  const [row] = await raw<{ payment_id: string | null; placed_by_key: string | null; number: string }>(
    tx,
    `select payment.id as payment_id, purchase.placed_by_key, purchase.number from purchase
     left join payment on payment.tenant_id = purchase.tenant_id and payment.purchase_id = purchase.id
     where purchase.tenant_id = $1 and purchase.id = $2`,
    [tx.tenantId, purchaseId],
  )
  const { payment_id: paymentId, placed_by_key: placedByKey, number } = found('purchase', row)
  return { paymentId, placedByKey, number }
}

/** Payments whose time to pay is over, oldest first; those that somebody cancels already are left out. */
export async function listDuePayments(tx: ReadTx, now: Date, limit: number): Promise<string[]> {
  const rows = await raw<{ id: string }>(
    tx,
    `select id from payment
     where tenant_id = $1 and status in ('created', 'authorizing', 'authorized', 'unknown') and pay_by <= $2
       and cancel_requested_at is null and capture_pending = 0 and not (status = 'authorized' and amount = 0)
     order by pay_by limit $3`,
    [tx.tenantId, now, limit],
  )
  return rows.map((row) => row.id)
}

type Asked = {
  action: 'purchase.cancel' | 'purchase.lapse'
  actor: Actor
  at: Date
  reason: string
  allowedBy?: string | undefined
  requestId?: string | undefined
}

/** Writes a decided cancellation down: done where no money was asked for yet, and else wanted from now on. */
export async function saveCancellation(
  tx: Tx,
  payment: LockedPayment,
  cancellation: Cancellation,
  { action, actor, at, reason, allowedBy, requestId }: Asked,
): Promise<void> {
  await Promise.all([
    recordAudit(tx, actor, {
      action,
      subject: { type: 'purchase', id: payment.purchaseId, label: payment.purchaseNumber },
      purchaseId: payment.purchaseId,
      occurredAt: at,
      changes: [
        { field: 'payment', before: payment.status, after: cancellation === 'at_once' ? 'voided' : 'canceling' },
      ],
      reason,
      allowedBy,
      requestId,
    }),
    appendEvent(tx, {
      type: action === 'purchase.lapse' ? 'purchase.lapsed' : 'purchase.cancel_requested',
      version: 1,
      subject: { type: 'purchase', id: payment.purchaseId, version: payment.version },
      data: { number: payment.purchaseNumber, cancellation },
      actor,
      occurredAt: at,
      correlationId: requestId,
    }),
  ])
  if (cancellation === 'at_once') {
    await recordVoided(tx, payment, { kind: 'voided', note: reason }, { actor, at })
    return
  }
  await raw(
    tx,
    `update payment set cancel_requested_at = coalesce(cancel_requested_at, $3), version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2 returning id`,
    [tx.tenantId, payment.id, at],
  )
}

const hoursToDecide = 24

/** The money was taken before the cancellation reached the provider: giving it back is a refund, which people decide. */
export async function reportTooLate(tx: Tx, payment: LockedPayment, reason: string, report: Report): Promise<void> {
  await openWorkItem(
    tx,
    report.actor,
    {
      kind: 'cancel_too_late',
      subject: { type: 'purchase', id: payment.purchaseId, label: payment.purchaseNumber },
      purchaseId: payment.purchaseId,
      runId: report.runId,
      cause: `The buyer was charged before the cancellation came through: ${reason}`,
      nextAction: 'Ask for a refund of the order, or tell the buyer that it stands',
      atStake: { amount: payment.captured, currency: payment.currency },
      dueAt: hoursAfter(report.at, hoursToDecide),
    },
    report.at,
  )
}
