import { type Refund, refundList } from '@mainstay/domain/refund/refund'
import { isOfSellers } from '../list/of-sellers.ts'
import { listSource } from '../list/source.ts'
import type { ReadTx } from '../postgres/client.ts'
import { listRefundLines, refundFromRow, refundQuery } from './row.ts'

/** Refunds of the sellers the reader may see. */
export const refunds = listSource(refundList, {
  rows: (tx, { sellerIds }) => refundQuery(tx, sellerIds),
  keys: (tx, { sellerIds }) =>
    tx
      .selectFrom('refund')
      .where('refund.tenant_id', '=', tx.tenantId)
      .where(isOfSellers('refund.seller_id', sellerIds)),
  id: 'refund.id',
  sorts: { requestedAt: { by: 'refund.requested_at', type: 'timestamptz' } },
  filters: { status: 'refund.status', purchase: 'refund.purchase_id' },
  readsMore: true,
  async itemsOf(rows, tx): Promise<Refund[]> {
    const ids = rows.map(({ id }) => id)
    const lines = await listRefundLines(tx, ids)
    return rows.map((row) => {
      const { stored: _, ...refund } = refundFromRow(row, lines)
      return refund
    })
  },
})

export async function listRefundIdsOfPayment(tx: ReadTx, paymentId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('refund')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('payment_id', '=', paymentId)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}
