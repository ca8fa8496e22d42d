import type { Change } from '@mainstay/domain/audit/audit'
import { canBecome, type Refund, type RefundStatus } from '@mainstay/domain/refund/refund'
import { sql } from 'kysely'
import { actorId } from '../audit/audit.ts'
import { canonicalHash } from '../command/canonical-hash.ts'
import { recordChange } from '../command/record.ts'
import { type LockedLine, lockOrderLines } from '../order/line.ts'
import { type LockedOrder, lockOrders } from '../order/order.ts'
import { type LockedPayment, lockPayment } from '../payment/payment.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { found, NotFound } from '../postgres/not-found.ts'
import type { VisibleSellers } from '../purchase/orders.ts'
import { listRefundLines, refundFromRow, refundQuery, type StoredRefund } from './row.ts'

/** A refund under lock, with the books it moves: its payment, the orders of its purchase, the lines of its own order. */
export type LockedRefund = StoredRefund & {
  books: { payment: LockedPayment; orders: LockedOrder[]; order: LockedOrder; lines: LockedLine[] }
}

/** A refund as people see it. Throws NotFound, for the refund of a seller out of sight too. */
export async function getRefund(tx: ReadTx, refundId: string, sellerIds?: VisibleSellers): Promise<Refund> {
  const { stored: _, ...refund } = await getStoredRefund(tx, refundId, sellerIds)
  return refund
}

/** A refund with what only the books need of it. Throws NotFound. */
export async function getStoredRefund(tx: ReadTx, refundId: string, sellerIds?: VisibleSellers): Promise<StoredRefund> {
  const row = await refundQuery(tx, sellerIds).where('refund.id', '=', refundId).executeTakeFirst()
  const lines = await listRefundLines(tx, [refundId])
  return refundFromRow(found('refund', row), lines)
}

/** Locks payment, orders, lines and refund, in the order everybody locks them. Throws NotFound. */
export async function lockRefund(tx: Tx, refundId: string): Promise<LockedRefund> {
  const ids = await idsOf(tx, refundId)
  const payment = await lockPayment(tx, ids.payment_id)
  const orders = await lockOrders(tx, ids.purchase_id)
  const lines = await lockOrderLines(tx, [ids.order_id])
  await tx
    .selectFrom('refund')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', refundId)
    .forNoKeyUpdate()
    .execute()
  // A statement of its own, because it must see what the transaction that held the locks before has committed.
  const refund = await getStoredRefund(tx, refundId)
  const order = found(
    'order',
    orders.find((each) => each.id === ids.order_id),
  )
  return { ...refund, books: { payment, orders, order, lines } }
}

type RefundCommand = Pick<Refund, 'id' | 'amount' | 'bearer' | 'commissionPolicy'> & {
  order: { id: string }
  lines: readonly { orderLineId: string; amount: number; quantity: number | null }[]
  stored: { sellerSharePpm: number }
}

/**
 * What the second person decides about, as one hash: computed from what is stored, when it is asked for and again when it
 * is released, so that nothing else can be released than what was asked for.
 */
export function refundCommandHash(refund: RefundCommand): string {
  return canonicalHash({
    action: 'refund.approve',
    refundId: refund.id,
    orderId: refund.order.id,
    amount: refund.amount.amount,
    currency: refund.amount.currency,
    lines: refund.lines
      .map(({ orderLineId, amount, quantity }) => ({ orderLineId, amount, quantity }))
      .toSorted((a, b) => (a.orderLineId < b.orderLineId ? -1 : 1)),
    bearer: refund.bearer,
    sellerSharePpm: refund.stored.sellerSharePpm,
    commissionPolicy: refund.commissionPolicy,
  })
}

export type RefundChange = {
  status: RefundStatus
  /** By the second person, whose act it is. */
  isDecision?: true
  attempt?: number
  providerRefundReference?: string | null
  failureReason?: string | null
}

export type RefundTold = {
  /** The procedure, or what the provider did: `refund.approve`, `refund.succeed`. */
  action: string
  /** `refund.approved`, `refund.succeeded`. */
  event: string
  changes?: readonly Change[]
  reason?: string | undefined
}

/** Saves what became of a locked refund, and tells it. A status it cannot have now is a bug and throws. */
export async function saveRefund<R extends StoredRefund>(
  tx: Tx,
  refund: R,
  change: RefundChange,
  told: RefundTold,
): Promise<R> {
  const isMove = change.status !== refund.status
  if (isMove && !canBecome(refund.status, change.status)) {
    throw new Error(`refund ${refund.number} is ${refund.status} and cannot become ${change.status}`)
  }
  const version = refund.version + 1
  const updated = await tx
    .updateTable('refund')
    .set({
      status: change.status,
      version,
      updated_at: sql`now()`,
      unknown_since: change.status === 'unknown' ? tx.act.at : null,
      ...(change.isDecision && {
        decided_by: actorId(tx.act.actor),
        decided_by_name: tx.act.actor.name,
        decided_at: tx.act.at,
        decision_note: tx.act.reason ?? '',
      }),
      ...(change.attempt !== undefined && { attempt: change.attempt }),
      ...(change.providerRefundReference !== undefined && {
        provider_refund_reference: change.providerRefundReference,
      }),
      ...(change.failureReason !== undefined && { failure_reason: change.failureReason }),
    })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', refund.id)
    .where('version', '=', refund.version)
    .returning('id')
    .execute()
  if (updated.length === 0) throw new Error(`refund ${refund.id} changed although it was locked`)
  const statusChange = { field: 'status', before: refund.status, after: change.status }
  await tellRefund(
    tx,
    { ...refund, version, status: change.status },
    {
      ...told,
      changes: [...(isMove ? [statusChange] : []), ...(told.changes ?? [])],
    },
  )
  const { providerRefundReference = refund.stored.providerRefundReference } = change
  return {
    ...refund,
    version,
    status: change.status,
    attempt: change.attempt ?? refund.attempt,
    stored: { ...refund.stored, providerRefundReference },
  }
}

/** The audit entry and the event of one change of a refund. */
export async function tellRefund(
  tx: Tx,
  refund: Pick<Refund, 'id' | 'number' | 'purchase' | 'order' | 'amount' | 'status' | 'version'>,
  told: RefundTold,
): Promise<void> {
  await recordChange(tx, {
    ...told,
    subject: { type: 'refund', id: refund.id, label: refund.number, version: refund.version },
    purchaseId: refund.purchase.id,
    data: {
      number: refund.number,
      purchaseId: refund.purchase.id,
      orderId: refund.order.id,
      status: refund.status,
      amount: refund.amount,
    },
  })
}

async function idsOf(tx: Tx, refundId: string) {
  const ids = await tx
    .selectFrom('refund')
    .select(['payment_id', 'purchase_id', 'order_id'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', refundId)
    .executeTakeFirst()
  if (ids === undefined) throw new NotFound('refund')
  return ids
}
