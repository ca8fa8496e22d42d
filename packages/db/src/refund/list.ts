import type { Page } from '@mainstay/domain/list/page'
import type { ListRefunds, Refund } from '@mainstay/domain/refund/refund'
import { keysetClauses } from '../list/keyset.ts'
import { keysetOf, type List, pageFrom } from '../list/page.ts'
import type { ReadTx } from '../postgres/client.ts'
import type { VisibleSellers } from '../purchase/orders.ts'
import { listRefundLines, refundFromRow, refundQuery } from './row.ts'

/** Refunds, newest first, of the sellers the reader may see. */
export async function listRefunds(
  tx: ReadTx,
  { cursor, limit, ...filters }: ListRefunds,
  { cursorSecret, sellerIds }: { cursorSecret: string; sellerIds: VisibleSellers },
): Promise<Page<Refund>> {
  const list: List = { secret: cursorSecret, sort: 'requested_at', filters: { ...filters, sellerIds } }
  const keyset = keysetOf(list, { cursor, limit })
  const clauses = keysetClauses(
    { by: 'refund.requested_at', type: 'timestamptz', id: 'refund.id', first: 'largest' },
    keyset,
  )
  const { status, purchaseId } = filters
  let query = refundQuery(tx, sellerIds)
    .select(clauses.position.as('position'))
    .where(clauses.condition)
    .orderBy(clauses.orderBy)
    .limit(clauses.limit)
  if (status !== undefined) {
    const statuses = typeof status === 'string' ? [status] : status
    query = query.where('refund.status', '=', (eb) => eb.fn.any(eb.val(statuses)))
  }
  if (purchaseId !== undefined) query = query.where('refund.purchase_id', '=', purchaseId)

  const rows = await query.execute()
  const lines = await listRefundLines(
    tx,
    rows.map((row) => row.id),
  )
  return pageFrom(list, keyset, rows, {
    positionOf: (row) => ({ by: row.position, id: row.id }),
    itemOf: (row) => {
      const { stored: _, ...refund } = refundFromRow(row, lines)
      return refund
    },
  })
}

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
