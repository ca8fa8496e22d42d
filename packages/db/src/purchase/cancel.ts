import type { Cancellation } from '@mainstay/domain/purchase/cancel'
import { recordChange } from '../command/record.ts'
import { recordVoided } from '../payment/authorization.ts'
import type { LockedPayment } from '../payment/payment.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { statement } from '../postgres/statement.ts'
import { hoursAfter, openWorkItem } from '../work-item/work-item.ts'

/** Whose purchase it is: the payment to lock, and the key that placed it. Throws NotFound. */
export async function getPurchaseToCancel(
  tx: ReadTx,
  purchaseId: string,
): Promise<{ paymentId: string | null; placedByKey: string | null; number: string }> {
  const row = await tx
    .selectFrom('purchase')
    .leftJoin('payment', (join) =>
      join.onRef('payment.tenant_id', '=', 'purchase.tenant_id').onRef('payment.purchase_id', '=', 'purchase.id'),
    )
    .select(['payment.id as payment_id', 'purchase.placed_by_key', 'purchase.number'])
    .where('purchase.tenant_id', '=', tx.tenantId)
    .where('purchase.id', '=', purchaseId)
    .executeTakeFirst()
  const { payment_id: paymentId, placed_by_key: placedByKey, number } = found('purchase', row)
  return { paymentId, placedByKey, number }
}

/** Payments whose time to pay is over, oldest first; those that somebody cancels already are left out. */
export async function listDuePayments(tx: ReadTx, now: Date, limit: number): Promise<string[]> {
  const rows = await selectDue(tx, [tx.tenantId, now, limit])
  return rows.map((row) => row.id)
}

const selectDue = statement(
  { id: 'uuid' },
  `select id from payment
   where tenant_id = $1 and status in ('created', 'authorizing', 'authorized', 'unknown') and pay_by <= $2
     and cancel_requested_at is null and capture_pending = 0 and not (status = 'authorized' and amount = 0)
   order by pay_by limit $3`,
)

/** Writes a decided cancellation down: done where no money was asked for yet, and else wanted from now on. */
export async function saveCancellation(
  tx: Tx,
  payment: LockedPayment,
  { action, cancellation }: { action: 'purchase.cancel' | 'purchase.lapse'; cancellation: Cancellation },
): Promise<void> {
  await recordChange(tx, {
    action,
    subject: { type: 'purchase', id: payment.purchaseId, label: payment.purchaseNumber, version: payment.version },
    purchaseId: payment.purchaseId,
    changes: [{ field: 'payment', before: payment.status, after: cancellation === 'at_once' ? 'voided' : 'canceling' }],
    data: { number: payment.purchaseNumber, cancellation },
  })
  if (cancellation === 'at_once') {
    await recordVoided(tx, payment, { kind: 'voided', note: tx.act.reason ?? '' })
    return
  }
  await requestCancellation(tx, [tx.tenantId, payment.id, tx.act.at])
}

const requestCancellation = statement(
  { id: 'uuid' },
  `update payment set cancel_requested_at = coalesce(cancel_requested_at, $3), version = version + 1, updated_at = now()
   where tenant_id = $1 and id = $2 returning id`,
)

const hoursToDecide = 24

/** The money was taken before the cancellation reached the provider: giving it back is a refund, which people decide. */
export async function reportTooLate(tx: Tx, payment: LockedPayment, reason: string): Promise<void> {
  await openWorkItem(tx, {
    kind: 'cancel_too_late',
    subject: { type: 'purchase', id: payment.purchaseId, label: payment.purchaseNumber },
    purchaseId: payment.purchaseId,
    cause: { code: 'purchase.charged_before_canceled', detail: reason },
    atStake: { amount: payment.captured, currency: payment.currency },
    dueAt: hoursAfter(tx.act.at, hoursToDecide),
  })
}
