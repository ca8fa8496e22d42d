import type { EarningStatus } from '@mainstay/domain/earning/earning'
import { refundLifecycle } from '@mainstay/domain/refund/lifecycle'
import type { Refund } from '@mainstay/domain/refund/refund'
import { canonicalHash } from '../command/canonical-hash.ts'
import { getEarningStatus } from '../earning/earning.ts'
import { type LockedLine, lockOrderLines } from '../order/line.ts'
import { type LockedOrder, lockOrders } from '../order/order.ts'
import { type LockedPayment, lockPayment } from '../payment/payment.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { found, NotFound } from '../postgres/not-found.ts'
import type { VisibleSellers } from '../purchase/orders.ts'
import { listRefundLines, refundFromRow, refundQuery, type StoredRefund } from './row.ts'

/** A refund under lock, with the books it moves: its payment, the orders of its purchase, the lines of its own order. */
export type LockedRefund = StoredRefund & {
  books: {
    payment: LockedPayment
    orders: LockedOrder[]
    order: LockedOrder
    lines: LockedLine[]
    earningStatus: EarningStatus
  }
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
  const [refund, earningStatus] = await Promise.all([getStoredRefund(tx, refundId), getEarningStatus(tx, ids.order_id)])
  const order = found(
    'order',
    orders.find((each) => each.id === ids.order_id),
  )
  return { ...refund, books: { payment, orders, order, lines, earningStatus } }
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

/** How a refund's moves are written. */
export const refunds = {
  lifecycle: refundLifecycle,
  table: 'refund',
  columnsOf: (refund: StoredRefund, at: Date) => ({
    attempt: refund.attempt,
    failure_reason: refund.failureReason,
    provider_refund_reference: refund.stored.providerRefundReference,
    unknown_since: refund.status === 'unknown' ? at : null,
    decided_by: refund.decidedBy?.id ?? null,
    decided_by_name: refund.decidedBy?.name ?? null,
    decided_at: refund.decidedAt,
    decision_note: refund.decisionNote,
  }),
  labelOf: (refund: StoredRefund) => ({ label: refund.number, purchaseId: refund.purchase.id }),
  dataOf: (refund: StoredRefund) => ({
    number: refund.number,
    purchaseId: refund.purchase.id,
    orderId: refund.order.id,
    status: refund.status,
    amount: refund.amount,
  }),
} as const

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
