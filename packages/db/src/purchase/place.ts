import { accept, type Decision, refuse } from '@mainstay/domain/command/decision'
import { formatMoney } from '@mainstay/domain/money/format'
import { holdDays, shipBy } from '@mainstay/domain/order/fulfilment'
import { type MarketplaceTerms, type PricedPurchase, shortOf } from '@mainstay/domain/purchase/basket'
import { orderNumber } from '@mainstay/domain/purchase/number'
import type { Address, PlacedPurchase, PlacePurchaseRefusal } from '@mainstay/domain/purchase/purchase'
import { v7 } from 'uuid'
import { recordChange } from '../command/record.ts'
import { insertStockHolds, takeStock } from '../offer/stock.ts'
import { insertOrderLines } from '../order/line.ts'
import { insertOrders } from '../order/order.ts'
import type { Tx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'
import type { Buyer } from './buyer.ts'

type PurchaseToInsert = {
  priced: PricedPurchase
  terms: Pick<MarketplaceTerms, 'salesMode' | 'taxInclusive'>
  buyer: Buyer
  shipTo: Address
  payment: { provider: string; connection: string; method: string }
  /** When it lapses unless it is paid. */
  payBy: Date
  /** Asked again when the number it gave is taken. */
  nextNumber: () => string
}

export type InsertedPurchase = PlacedPurchase & { paymentId: string }

const numbersTried = 5

/**
 * Writes a decided purchase down: its orders, frozen lines, promised stock and a payment that nobody has asked for yet.
 * A refusal means another buyer took the pieces since they were counted, and leaves a transaction to be rolled back.
 */
export async function insertPurchase(
  tx: Tx,
  purchase: PurchaseToInsert,
): Promise<Decision<InsertedPurchase, PlacePurchaseRefusal>> {
  const { priced } = purchase
  const placedAt = tx.act.at
  const { id, number } = await insertNumbered(tx, purchase)
  const paymentId = v7()
  const orders = priced.orders.map((order, position) => ({
    ...order,
    id: v7(),
    number: orderNumber(number, position),
    position,
  }))
  const lines = orders.flatMap((order) =>
    order.lines.map((line, position) => ({ ...line, id: v7(), orderId: order.id, position })),
  )
  const held = lines.map((line) => ({
    offerId: line.offer.id,
    orderId: line.orderId,
    orderLineId: line.id,
    quantity: line.quantity,
  }))

  // Sent together, answered in this order. Stock comes last of the rows others want, so that its lock is held shortly.
  const [, , , available] = await Promise.all([
    insertOrders(
      tx,
      orders.map((order) => orderRow(order, { ...purchase, purchaseId: id, placedAt })),
    ),
    insertOrderLines(tx, lines),
    insertPayment(tx, { id: paymentId, purchaseId: id, ...purchase }),
    takeStock(tx, held),
    insertStockHolds(tx, held),
    recordChange(tx, {
      action: 'purchase.place',
      subject: { type: 'purchase', id, label: number, version: 1 },
      purchaseId: id,
      changes: [
        { field: 'buyer', before: null, after: purchase.buyer.name },
        { field: 'total', before: null, after: formatMoney(priced.total) },
        { field: 'orders', before: null, after: orders.length },
      ],
      data: {
        number,
        total: priced.total,
        orders: orders.map((order) => ({ id: order.id, sellerId: order.seller.id, payable: order.totals.payable })),
      },
    }),
  ])

  const short = shortOf(held, available)
  if (short.length > 0) return refuse({ code: 'purchase.out_of_stock', offers: short })
  return accept({
    id,
    number,
    total: priced.total,
    paymentStatus: 'unpaid',
    orders: orders.map((order) => ({
      id: order.id,
      number: order.number,
      seller: order.seller.name,
      payable: order.totals.payable,
    })),
    placedAt,
    payBy: purchase.payBy,
    paymentId,
  })
}

async function insertNumbered(tx: Tx, purchase: PurchaseToInsert): Promise<{ id: string; number: string }> {
  const { priced, buyer, shipTo } = purchase
  const { actor, at } = tx.act
  const id = v7()
  const items = priced.orders.reduce((sum, order) => sum + itemAmount(order.lines), 0)
  const lineCount = priced.orders.reduce((count, order) => count + order.lines.length, 0)
  for (let tried = 0; tried < numbersTried; tried += 1) {
    const number = purchase.nextNumber()
    const inserted = await insertOnce(tx, [
      tx.tenantId,
      id,
      number,
      buyer.id,
      buyer.name,
      buyer.email,
      buyer.externalId,
      priced.currency,
      items,
      priced.total.amount - items,
      priced.total.amount,
      priced.orders.length,
      lineCount,
      shipTo.name,
      shipTo.street,
      shipTo.postalCode,
      shipTo.city,
      shipTo.country,
      actor.name,
      actor.type === 'api_key' ? actor.id : null,
      at,
    ])
    if (inserted.length > 0) return { id, number }
  }
  throw new Error(`${numbersTried} purchase numbers in a row were taken`)
}

const insertOnce = statement(
  { id: 'uuid' },
  `insert into purchase (tenant_id, id, number, buyer_id, buyer_name, buyer_email, buyer_external_id, source, currency,
    item_amount, shipping_amount, total_amount, order_count, line_count,
    payment_status, fulfilment_status, return_status,
    ship_to_name, ship_to_street, ship_to_postal_code, ship_to_city, ship_to_country,
    placed_by, placed_by_key, placed_at)
  values ($1, $2, $3, $4, $5, $6, $7, 'storefront', $8, $9, $10, $11, $12, $13, 'unpaid', 'placed', 'none',
    $14, $15, $16, $17, $18, $19, $20, $21)
  on conflict (tenant_id, number) do nothing
  returning id`,
)

type OrderToInsert = PricedPurchase['orders'][number] & { id: string; number: string; position: number }

function orderRow(
  order: OrderToInsert,
  { priced, terms, purchaseId, placedAt }: PurchaseToInsert & { purchaseId: string; placedAt: Date },
) {
  const items = itemAmount(order.lines)
  return {
    id: order.id,
    purchase_id: purchaseId,
    seller_id: order.seller.id,
    number: order.number,
    position: order.position,
    status: 'placed',
    payment_status: 'unpaid',
    return_status: 'none',
    currency: priced.currency,
    sales_mode: terms.salesMode,
    tax_inclusive: terms.taxInclusive,
    item_amount: items,
    shipping_amount: order.totals.payable - items,
    payable_amount: order.totals.payable,
    captured_amount: 0,
    seller_net_amount: order.totals.sellerNet,
    commission_amount: order.totals.commission,
    hold_days: holdDays,
    placed_at: placedAt,
    ship_by: shipBy(placedAt),
  }
}

function itemAmount(lines: readonly { kind: string; payable: number }[]): number {
  return lines.filter((line) => line.kind === 'item').reduce((sum, line) => sum + line.payable, 0)
}

async function insertPayment(
  tx: Tx,
  { id, purchaseId, priced, payment, payBy }: PurchaseToInsert & { id: string; purchaseId: string },
): Promise<void> {
  await tx
    .insertInto('payment')
    .values({
      tenant_id: tx.tenantId,
      id,
      purchase_id: purchaseId,
      provider: payment.provider,
      connection: payment.connection,
      currency: priced.currency,
      amount: priced.total.amount,
      status: 'created',
      payment_method: payment.method,
      pay_by: payBy,
    })
    .execute()
}
