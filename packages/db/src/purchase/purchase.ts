import { Id } from '@mainstay/domain/command/id'
import { sumOf } from '@mainstay/domain/money/sum'
import { fulfilmentStatusOf, returnStatusOf, unshippedStatuses } from '@mainstay/domain/order/fulfilment'
import { PaymentState } from '@mainstay/domain/payment/lifecycle'
import { statusesOfParts } from '@mainstay/domain/purchase/parts'
import {
  FulfilmentStatus,
  PaymentStatus,
  type Purchase,
  type PurchaseOrder,
  ReturnStatus,
} from '@mainstay/domain/purchase/purchase'
import { paymentStatusOf } from '@mainstay/domain/purchase/status'
import { sql } from 'kysely'
import { listTimeline } from '../audit/timeline.ts'
import { listDisputes } from '../dispute/list.ts'
import type { LockedOrder } from '../order/order.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { found, NotFound } from '../postgres/not-found.ts'
import { listPurchaseOrders, type VisibleSellers } from './orders.ts'
import { isWorkedOn } from './run.ts'

/**
 * A purchase with all its parts, by id or by number, in seven statements however large it is. A reader who may see some
 * sellers only is shown their parts and what those come to; without any such part there is no purchase for them.
 */
export async function getPurchase(tx: ReadTx, idOrNumber: string, sellerIds?: VisibleSellers): Promise<Purchase> {
  const row = found('purchase', await findPurchaseRow(tx, idOrNumber))
  const [orders, payment, refunds, disputes, timeline] = await Promise.all([
    listPurchaseOrders(tx, row.id, sellerIds),
    findPayment(tx, row.id),
    listRefunds(tx, row.id),
    listDisputes(tx, row.id),
    listTimeline(tx, { purchaseId: row.id, sellerIds }),
  ])
  if (orders.length === 0) throw new NotFound('purchase')

  const money = (amount: number) => ({ amount, currency: row.currency })
  const total = (amountOf: (order: PurchaseOrder) => number) => money(sumOf(orders, (order) => amountOf(order)))
  const shown = visibleParts(orders, { payment, refunds, disputes }, sellerIds)
  return {
    id: row.id,
    number: row.number,
    // How often the others' parts moved is theirs as well.
    version: sellerIds === undefined ? row.version : sumOf(orders, (order) => order.version),
    placedAt: row.placed_at,
    // Sellers write to buyers through the marketplace.
    buyer: { id: row.buyer_id, name: row.buyer_name, email: sellerIds === undefined ? row.buyer_email : null },
    sellers: orders.map((order) => order.seller),
    ...(sellerIds === undefined ? statusesFromRow(row) : statusesOfParts(orders)),
    shipBy: earliestShipBy(orders),
    source: row.source === 'import' ? 'import' : 'storefront',
    externalId: row.external_id,
    placedBy: row.placed_by,
    placedAtProxy: row.placed_at_proxy,
    shipTo: {
      name: row.ship_to_name,
      street: row.ship_to_street,
      postalCode: row.ship_to_postal_code,
      city: row.ship_to_city,
      region: row.ship_to_region,
      country: row.ship_to_country,
    },
    total: total((order) => order.payable),
    items: total((order) => order.items),
    shipping: total((order) => order.shipping),
    ...shown,
    timeline,
    orders,
  }
}

/** What is written of the whole. */
export function statusesFromRow(row: { payment_status: string; fulfilment_status: string; return_status: string }) {
  return {
    paymentStatus: PaymentStatus.parse(row.payment_status),
    fulfilmentStatus: FulfilmentStatus.parse(row.fulfilment_status),
    returnStatus: ReturnStatus.parse(row.return_status),
  }
}

/** When the first goods of these orders are due that have not left. */
export function earliestShipBy(orders: readonly { status: string; shipBy: Date | null }[]): Date | null {
  const due = orders
    .filter((order) => unshippedStatuses.some((status) => status === order.status))
    .flatMap((order) => order.shipBy ?? [])
  return due.reduce<Date | null>((first, each) => (first === null || each < first ? each : first), null)
}

/** The statuses of a purchase follow from its locked orders, which the caller has saved; the last write of its lock order. */
export async function savePurchaseStatus(
  tx: Tx,
  purchaseId: string,
  { payment, orders }: { payment: PaymentState; orders: readonly LockedOrder[] },
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('purchase')
    .set((eb) => ({
      payment_status: paymentStatusOf(payment, orders),
      fulfilment_status: fulfilmentStatusOf(orders),
      return_status: returnStatusOf(orders),
      version: eb('version', '+', 1),
      updated_at: sql`now()`,
    }))
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', purchaseId)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new NotFound('purchase')
}

async function findPurchaseRow(tx: ReadTx, idOrNumber: string) {
  const column = Id.safeParse(idOrNumber).success ? 'id' : 'number'
  return tx
    .selectFrom('purchase')
    .select([
      'id',
      'number',
      'version',
      'buyer_id',
      'buyer_name',
      'buyer_email',
      'source',
      'external_id',
      'currency',
      'payment_status',
      'fulfilment_status',
      'return_status',
      'ship_to_name',
      'ship_to_street',
      'ship_to_postal_code',
      'ship_to_city',
      'ship_to_region',
      'ship_to_country',
      'placed_by',
      'placed_at',
      'placed_at_proxy',
    ])
    .where('tenant_id', '=', tx.tenantId)
    .where(column, '=', idOrNumber)
    .executeTakeFirst()
}

async function findPayment(tx: ReadTx, purchaseId: string): Promise<Purchase['payment']> {
  const row = await tx
    .selectFrom('payment')
    .select([
      'id',
      'status',
      'provider',
      'provider_reference as reference',
      'authorized',
      'captured',
      'refunded',
      'decline_code as declineCode',
      'unknown_since as unknownSince',
      'amount',
      'capture_pending as capturePending',
      'pay_by as payBy',
      'cancel_requested_at',
    ])
    .where('tenant_id', '=', tx.tenantId)
    .where('purchase_id', '=', purchaseId)
    .executeTakeFirst()
  if (row === undefined) return null
  const { cancel_requested_at: cancelRequestedAt, status, ...payment } = row
  return {
    ...payment,
    status: PaymentState.parse(status),
    cancelRequested: cancelRequestedAt !== null,
    isWorkedOn: await isWorkedOn(tx, purchaseId),
  }
}

async function listRefunds(tx: ReadTx, purchaseId: string): Promise<Purchase['refunds']> {
  const rows = await tx
    .selectFrom('refund')
    .select(['id', 'number', 'status', 'amount', 'currency', 'order_id'])
    .where('tenant_id', '=', tx.tenantId)
    .where('purchase_id', '=', purchaseId)
    .orderBy('requested_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    status: row.status,
    amount: { amount: row.amount, currency: row.currency },
    orderId: row.order_id,
  }))
}

/** The payment is of the whole purchase: a seller's people see what happened to their own orders and refunds only. */
function visibleParts(
  orders: readonly PurchaseOrder[],
  parts: Pick<Purchase, 'payment' | 'refunds' | 'disputes'>,
  sellerIds: VisibleSellers,
): Pick<Purchase, 'payment' | 'refunds' | 'disputes'> {
  if (sellerIds === undefined) return parts
  const orderIds = new Set(orders.map((order) => order.id))
  return { payment: null, refunds: parts.refunds.filter(({ orderId }) => orderIds.has(orderId)), disputes: [] }
}
