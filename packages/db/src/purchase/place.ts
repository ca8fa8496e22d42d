import type { Address } from '@mainstay/domain/address/address'
import { accept, type Decision, refuse } from '@mainstay/domain/command/decision'
import { type PricedPurchase, shortOf } from '@mainstay/domain/purchase/basket'
import type { MarketplaceTerms } from '@mainstay/domain/purchase/counter'
import { type Placement, placementOf } from '@mainstay/domain/purchase/place'
import type { PlacedPurchase, PlacePurchaseRefusal } from '@mainstay/domain/purchase/purchase'
import { purchaseWords } from '@mainstay/domain/search/purchase'
import { v7 } from 'uuid'
import { recordChange } from '../command/record.ts'
import { insertStockHolds, takeStock } from '../offer/stock.ts'
import { insertOrderLines } from '../order/line.ts'
import { insertOrders } from '../order/order.ts'
import type { Tx } from '../postgres/client.ts'
import { drawAgain } from '../postgres/conflict.ts'
import { statement } from '../postgres/statement.ts'
import type { Buyer } from './buyer.ts'
import { insertPurchaseWords, wordsColumn } from './word.ts'

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
  /** Starts what is to happen to it; sent in the same write. */
  start?: (placed: InsertedPurchase) => Promise<unknown>
}

export type InsertedPurchase = PlacedPurchase & { paymentId: string }

/**
 * Writes a decided purchase down: its orders, frozen lines, promised stock and a payment that nobody has asked for yet.
 * A refusal means another buyer took the pieces since they were counted, and leaves a transaction to be rolled back. When
 * its number is taken the transaction runs again.
 */
export async function insertPurchase(
  tx: Tx,
  { priced, ...placed }: PurchaseToInsert,
): Promise<Decision<InsertedPurchase, PlacePurchaseRefusal>> {
  const placement = placementOf(priced, { ...placed, number: placed.nextNumber(), placedAt: tx.act.at, newId: v7 })
  const { lines, held, change } = placement
  const inserted = { ...placement.answer, paymentId: placement.payment.id }

  const numbered = insertPurchaseRow(tx, placement, placed).catch(drawAgain('purchase_number_key'))
  // Sent together, answered in this order. Stock comes last of the rows others want, so that its lock is held shortly.
  const [, , , , available] = await Promise.all([
    numbered,
    insertOrders(tx, orderRows(placement)),
    insertOrderLines(tx, lines),
    insertPayment(tx, placement, placed),
    takeStock(tx, held),
    insertStockHolds(tx, held),
    insertPurchaseWords(tx, [inserted.id]),
    recordChange(tx, change),
    placed.start?.(inserted),
  ]).catch(async (error: unknown) => {
    // What was sent behind a number that is taken fails because of it, and may be heard of first.
    await numbered
    throw error
  })

  const short = shortOf(held, available)
  if (short.length > 0) return refuse({ code: 'purchase.out_of_stock', offers: short })
  return accept(inserted)
}

async function insertPurchaseRow(
  tx: Tx,
  { purchase, orders, lines }: Placement,
  { buyer, shipTo }: Pick<PurchaseToInsert, 'buyer' | 'shipTo'>,
): Promise<void> {
  const { actor, at } = tx.act
  await insertRow(tx, [
    tx.tenantId,
    purchase.id,
    purchase.number,
    buyer.id,
    buyer.name,
    buyer.email,
    buyer.externalId,
    purchase.currency,
    purchase.items,
    purchase.shipping,
    purchase.total,
    orders.length,
    lines.length,
    purchase.paymentStatus,
    purchase.fulfilmentStatus,
    purchase.returnStatus,
    shipTo.name,
    shipTo.street,
    shipTo.postalCode,
    shipTo.city,
    shipTo.region,
    shipTo.country,
    actor.name,
    actor.type === 'api_key' ? actor.id : null,
    at,
    wordsColumn(
      purchaseWords({
        number: purchase.number,
        externalId: null,
        buyer,
        sellerIds: orders.map(({ sellerId }) => sellerId),
      }),
    ),
  ])
}

const insertRow = statement(
  {},
  `insert into purchase (tenant_id, id, number, buyer_id, buyer_name, buyer_email, buyer_external_id, source, currency,
    item_amount, shipping_amount, total_amount, order_count, line_count,
    payment_status, fulfilment_status, return_status,
    ship_to_name, ship_to_street, ship_to_postal_code, ship_to_city, ship_to_region, ship_to_country,
    placed_by, placed_by_key, placed_at, words)
  values ($1, $2, $3, $4, $5, $6, $7, 'storefront', $8, $9, $10, $11, $12, $13, $14, $15, $16,
    $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)`,
)

function orderRows({ purchase, orders }: Placement) {
  return orders.map((order) => ({
    id: order.id,
    purchase_id: purchase.id,
    seller_id: order.sellerId,
    number: order.number,
    position: order.position,
    status: order.status,
    payment_status: order.paymentStatus,
    return_status: order.returnStatus,
    currency: purchase.currency,
    sales_mode: order.salesMode,
    tax_inclusive: order.taxInclusive,
    item_amount: order.items,
    shipping_amount: order.shipping,
    payable_amount: order.payable,
    captured_amount: 0,
    seller_net_amount: order.sellerNet,
    commission_amount: order.commission,
    hold_days: order.holdDays,
    placed_at: order.placedAt,
    ship_by: order.shipBy,
  }))
}

async function insertPayment(
  tx: Tx,
  { purchase, payment: { id, status, amount } }: Placement,
  { payment, payBy }: Pick<PurchaseToInsert, 'payment' | 'payBy'>,
): Promise<void> {
  await tx
    .insertInto('payment')
    .values({
      tenant_id: tx.tenantId,
      id,
      purchase_id: purchase.id,
      provider: payment.provider,
      connection: payment.connection,
      currency: amount.currency,
      amount: amount.amount,
      status,
      payment_method: payment.method,
      pay_by: payBy,
      created_at: tx.act.at,
    })
    .execute()
}
