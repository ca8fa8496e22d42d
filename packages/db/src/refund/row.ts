import { RefundStatus } from '@mainstay/domain/refund/lifecycle'
import { type Refund, RefundBearer, RefundReason } from '@mainstay/domain/refund/refund'
import { sql } from 'kysely'
import { isOfSellers } from '../list/of-sellers.ts'
import type { ReadTx } from '../postgres/client.ts'
import type { VisibleSellers } from '../purchase/orders.ts'

/** A refund with what the books need of it and people do not. */
export type StoredRefund = Refund & {
  stored: {
    paymentId: string
    buyerId: string
    /** Where the seller hangs in the tenant's tree. */
    sellerPath: string
    sellerSharePpm: number
    providerRefundReference: string | null
  }
}

type RefundLine = Refund['lines'][number]

/** Refunds with the names people know them by, and the approval that was asked for; of these sellers only. */
export function refundQuery(tx: ReadTx, sellerIds: VisibleSellers) {
  return tx
    .selectFrom('refund')
    .innerJoin('purchase', (join) =>
      join.onRef('purchase.tenant_id', '=', 'refund.tenant_id').onRef('purchase.id', '=', 'refund.purchase_id'),
    )
    .innerJoin('order', (join) =>
      join.onRef('order.tenant_id', '=', 'refund.tenant_id').onRef('order.id', '=', 'refund.order_id'),
    )
    .innerJoin('seller', (join) =>
      join.onRef('seller.tenant_id', '=', 'order.tenant_id').onRef('seller.id', '=', 'order.seller_id'),
    )
    .innerJoin('org_unit', (join) =>
      join.onRef('org_unit.tenant_id', '=', 'seller.tenant_id').onRef('org_unit.id', '=', 'seller.org_unit_id'),
    )
    .leftJoin('approval', (join) =>
      join
        .onRef('approval.tenant_id', '=', 'refund.tenant_id')
        .onRef('approval.subject_id', '=', 'refund.id')
        .on('approval.action', '=', 'refund.approve'),
    )
    .select([
      'refund.id',
      'refund.number',
      'refund.status',
      'refund.version',
      'refund.purchase_id',
      'purchase.number as purchase_number',
      'purchase.buyer_id',
      'purchase.buyer_name',
      'refund.order_id',
      'order.number as order_number',
      'seller.name as seller_name',
      'org_unit.path as seller_path',
      'refund.payment_id',
      'refund.amount',
      'refund.currency',
      'refund.reason',
      'refund.note',
      'refund.bearer',
      'refund.seller_share_ppm',
      'refund.commission_policy',
      'refund.origin',
      'refund.requested_by',
      'refund.requested_by_name',
      'refund.requested_at',
      'refund.decided_by',
      'refund.decided_by_name',
      'refund.decided_at',
      'refund.decision_note',
      'refund.attempt',
      'refund.provider_refund_reference',
      'refund.failure_reason',
      'approval.command_hash',
      'approval.due_at',
      'approval.expires_at',
    ])
    .where('refund.tenant_id', '=', tx.tenantId)
    .where(sql<boolean>`${isOfSellers('refund.seller_id', sellerIds)}`)
}

export async function listRefundLines(
  tx: ReadTx,
  refundIds: readonly string[],
): Promise<(RefundLine & { refundId: string })[]> {
  return tx
    .selectFrom('refund_line')
    .innerJoin('order_line', (join) =>
      join
        .onRef('order_line.tenant_id', '=', 'refund_line.tenant_id')
        .onRef('order_line.id', '=', 'refund_line.order_line_id'),
    )
    .select([
      'refund_line.refund_id as refundId',
      'refund_line.order_line_id as orderLineId',
      'order_line.title',
      'order_line.sku',
      'refund_line.amount',
      'refund_line.quantity',
      'refund_line.units_amount as unitsAmount',
    ])
    .where('refund_line.tenant_id', '=', tx.tenantId)
    .where('refund_line.refund_id', '=', (eb) => eb.fn.any(eb.val([...refundIds])))
    .orderBy('order_line.position')
    .execute()
}

type RefundRow = Awaited<ReturnType<ReturnType<typeof refundQuery>['execute']>>[number]

export function refundFromRow(row: RefundRow, lines: readonly (RefundLine & { refundId: string })[]): StoredRefund {
  return {
    id: row.id,
    number: row.number,
    status: RefundStatus.parse(row.status),
    version: row.version,
    purchase: { id: row.purchase_id, number: row.purchase_number },
    order: { id: row.order_id, number: row.order_number, sellerName: row.seller_name },
    buyerName: row.buyer_name,
    amount: { amount: row.amount, currency: row.currency },
    reason: RefundReason.parse(row.reason),
    note: row.note,
    bearer: RefundBearer.parse(row.bearer),
    commissionPolicy: row.commission_policy === 'keep' ? 'keep' : 'return',
    origin: row.origin === 'provider' ? 'provider' : 'staff',
    requestedBy: { id: row.requested_by, name: row.requested_by_name },
    requestedAt: row.requested_at,
    decidedBy:
      row.decided_by === null || row.decided_by_name === null
        ? null
        : { id: row.decided_by, name: row.decided_by_name },
    decidedAt: row.decided_at,
    decisionNote: row.decision_note,
    // What the provider made awaited no decision.
    dueAt: row.due_at ?? row.requested_at,
    expiresAt: row.expires_at ?? row.requested_at,
    commandHash: row.command_hash ?? '',
    attempt: row.attempt,
    failureReason: row.failure_reason,
    lines: lines.filter((line) => line.refundId === row.id).map(({ refundId: _, ...line }) => line),
    stored: {
      paymentId: row.payment_id,
      buyerId: row.buyer_id,
      sellerPath: row.seller_path,
      sellerSharePpm: row.seller_share_ppm,
      providerRefundReference: row.provider_refund_reference,
    },
  }
}
