import { OrderStatus } from '@mainstay/domain/order/lifecycle'
import { type Order, type OrderSummary, orderList } from '@mainstay/domain/order/order'
import { PaymentStatus, ReturnStatus } from '@mainstay/domain/purchase/purchase'
import { isAmongSellers, isOfSellers } from '../list/of-sellers.ts'
import { type ListSource, listSource } from '../list/source.ts'
import type { ReadTx } from '../postgres/client.ts'
import { found, NotFound } from '../postgres/not-found.ts'
import { listPurchaseOrders, type VisibleSellers } from '../purchase/orders.ts'

/** Sellers' parts of purchases, of the sellers the reader may see. */
export const orders: ListSource<OrderRow, OrderSummary, typeof orderList> = listSource(orderList, {
  rows: orderRows,
  keys: (tx, { sellerIds }) => orderKeys(tx).where(isOfSellers('order.seller_id', sellerIds)),
  id: 'order.id',
  sorts: { placedAt: { by: 'order.placed_at', type: 'timestamptz' } },
  filters: { seller: 'order.seller_id', status: 'order.status' },
  itemsOf: (rows) =>
    rows.map(
      (row): OrderSummary => ({
        id: row.id,
        number: row.number,
        purchase: { id: row.purchase_id, number: row.purchase_number },
        seller: { id: row.seller_id, name: row.seller_name },
        buyerName: row.buyer_name,
        status: OrderStatus.parse(row.status),
        paymentStatus: PaymentStatus.parse(row.payment_status),
        returnStatus: ReturnStatus.parse(row.return_status),
        placedAt: row.placed_at,
        shipBy: row.ship_by,
        payable: { amount: row.payable_amount, currency: row.currency },
      }),
    ),
  led: ({ input }) => ((input['status'] ?? '') === '' ? undefined : ofStatus),
})

/**
 * Of one status. What a seller has of it may be far back among what they have of others, so the order of the list is not
 * the seller's: PostgreSQL collects and sorts what is theirs, or walks what is of the status.
 */
const ofStatus: ListSource<OrderRow, OrderSummary> = {
  ...orders,
  keys: (tx, { sellerIds }) => orderKeys(tx).where(isAmongSellers('order.seller_id', sellerIds)),
  filters: { ...orders.filters, seller: { where: (id: string) => isAmongSellers('order.seller_id', [id]) } },
}

type OrderRow = Awaited<ReturnType<ReturnType<typeof orderRows>['execute']>>[number]

function orderKeys(tx: ReadTx) {
  return tx.selectFrom('order').where('order.tenant_id', '=', tx.tenantId)
}

function orderRows(tx: ReadTx) {
  return tx
    .selectFrom('order')
    .innerJoin('purchase', (join) =>
      join.onRef('purchase.tenant_id', '=', 'order.tenant_id').onRef('purchase.id', '=', 'order.purchase_id'),
    )
    .innerJoin('seller', (join) =>
      join.onRef('seller.tenant_id', '=', 'order.tenant_id').onRef('seller.id', '=', 'order.seller_id'),
    )
    .select([
      'order.id',
      'order.number',
      'order.purchase_id',
      'purchase.number as purchase_number',
      'order.seller_id',
      'seller.name as seller_name',
      'purchase.buyer_name',
      'order.status',
      'order.payment_status',
      'order.return_status',
      'order.placed_at',
      'order.ship_by',
      'order.payable_amount',
      'order.currency',
    ])
    .where('order.tenant_id', '=', tx.tenantId)
}

/** One seller's part; of a seller the reader may not see it is NotFound. */
export async function getOrder(tx: ReadTx, orderId: string, sellerIds?: VisibleSellers): Promise<Order> {
  const row = found(
    'order',
    await tx
      .selectFrom('order')
      .innerJoin('purchase', (join) =>
        join.onRef('purchase.tenant_id', '=', 'order.tenant_id').onRef('purchase.id', '=', 'order.purchase_id'),
      )
      .select([
        'order.purchase_id',
        'order.seller_id',
        'order.currency',
        'order.placed_at',
        'purchase.number as purchase_number',
        'purchase.buyer_name',
        'purchase.ship_to_name',
        'purchase.ship_to_street',
        'purchase.ship_to_postal_code',
        'purchase.ship_to_city',
        'purchase.ship_to_region',
        'purchase.ship_to_country',
      ])
      .where('order.tenant_id', '=', tx.tenantId)
      .where('order.id', '=', orderId)
      .executeTakeFirst(),
  )
  if (sellerIds && !sellerIds.includes(row.seller_id)) throw new NotFound('order')
  const orders = await listPurchaseOrders(tx, row.purchase_id, [row.seller_id])
  return {
    ...found(
      'order',
      orders.find((order) => order.id === orderId),
    ),
    purchase: { id: row.purchase_id, number: row.purchase_number },
    buyerName: row.buyer_name,
    currency: row.currency,
    placedAt: row.placed_at,
    shipTo: {
      name: row.ship_to_name,
      street: row.ship_to_street,
      postalCode: row.ship_to_postal_code,
      city: row.ship_to_city,
      region: row.ship_to_region,
      country: row.ship_to_country,
    },
  }
}
