import { isAccountKind } from '@mainstay/domain/ledger/account'
import type { Explanation } from '@mainstay/domain/ledger/explanation'
import { sumOf } from '@mainstay/domain/money/sum'
import { explainPurchase } from '@mainstay/domain/purchase/explanation'
import { entriesOf } from '../ledger/reading.ts'
import type { ReadTx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { sellerChangeOf } from '../refund/impact.ts'
import { getOrderToRefund } from '../refund/request.ts'
import { listRefundLines, refundFromRow, refundQuery, type StoredRefund } from '../refund/row.ts'
import { listPurchaseOrders } from './orders.ts'

/** Where the money of a purchase went, and what refunds nobody has decided would take. Throws NotFound. */
export async function getExplanation(tx: ReadTx, purchaseId: string): Promise<Explanation> {
  const [head, orders, entries, refunds] = await Promise.all([
    tx
      .selectFrom('purchase')
      .select(['number', 'currency'])
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', purchaseId)
      .executeTakeFirst(),
    listPurchaseOrders(tx, purchaseId, undefined),
    entriesOf(tx, { purchaseId }),
    listRefundsOf(tx, purchaseId),
  ])
  const { number, currency } = found('purchase', head)
  const posted = entries.map(({ kind, orderId, source, postings }) => ({
    kind,
    orderId,
    sourceType: source.type,
    sourceId: source.id,
    postings: postings.flatMap(({ account, amount }) => (isAccountKind(account) ? [{ account, amount }] : [])),
  }))
  const explained = explainPurchase(orders, posted, await Promise.all(refunds.map((each) => asked(tx, each))))
  return {
    purchase: { id: purchaseId, number },
    currency,
    orders: orders.map((order) => ({ id: order.id, number: order.number, sellerName: order.seller.name })),
    ...explained,
    entries,
    postingCount: sumOf(entries, (entry) => entry.postings.length),
  }
}

async function asked(tx: ReadTx, refund: StoredRefund) {
  const isUndecided = refund.status === 'requested'
  return {
    id: refund.id,
    number: refund.number,
    orderId: refund.order.id,
    amount: refund.amount.amount,
    undecidedSellerChange: isUndecided ? sellerChangeOf(await getOrderToRefund(tx, refund.order.id), refund) : null,
  }
}

async function listRefundsOf(tx: ReadTx, purchaseId: string): Promise<StoredRefund[]> {
  const rows = await refundQuery(tx, undefined)
    .where('refund.purchase_id', '=', purchaseId)
    .orderBy('refund.requested_at')
    .orderBy('refund.id')
    .execute()
  const lines = await listRefundLines(
    tx,
    rows.map((row) => row.id),
  )
  return rows.map((row) => refundFromRow(row, lines))
}
