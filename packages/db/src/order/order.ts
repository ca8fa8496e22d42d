import type { Currency } from '@mainstay/domain/money/currency'
import { OrderStatus } from '@mainstay/domain/order/lifecycle'
import { PaymentStatus, ReturnStatus } from '@mainstay/domain/purchase/purchase'
import type { Tx } from '../postgres/client.ts'
import { rowsInto } from '../postgres/insert-rows.ts'
import { found } from '../postgres/not-found.ts'
import { type RowOf, statement } from '../postgres/statement.ts'

/** One seller's part of a purchase under lock. Amounts are minor units. */
export type LockedOrder = {
  id: string
  number: string
  purchaseId: string
  sellerId: string
  status: OrderStatus
  paymentStatus: PaymentStatus
  returnStatus: ReturnStatus
  currency: Currency
  salesMode: string
  payable: number
  captured: number
  returned: number
  refunded: number
  /** Taken back by the buyer's bank for good. */
  chargedBack: number
  commission: number
  sellerNet: number
  version: number
}

const lockedColumns = {
  id: 'uuid',
  number: 'text',
  position: 'int',
  purchase_id: 'uuid',
  seller_id: 'uuid',
  status: 'text',
  payment_status: 'text',
  return_status: 'text',
  currency: 'text',
  sales_mode: 'text',
  payable_amount: 'bigint',
  captured_amount: 'bigint',
  returned_amount: 'bigint',
  refunded_amount: 'bigint',
  charged_back_amount: 'bigint',
  commission_amount: 'bigint',
  seller_net_amount: 'bigint',
  version: 'int',
} as const

const selectLocked = `select ${Object.keys(lockedColumns).join(', ')} from "order" where tenant_id = $1`
const selectOrders = statement(lockedColumns, `${selectLocked} and purchase_id = $2 order by id for no key update`)
const selectOrder = statement(lockedColumns, `${selectLocked} and id = $2 for no key update`)

/** Locks the orders of a purchase in the order of their ids, after its payment; sorted as the purchase names them. */
export async function lockOrders(tx: Tx, purchaseId: string): Promise<LockedOrder[]> {
  const rows = await selectOrders(tx, [tx.tenantId, purchaseId])
  return rows.sort((a, b) => a.position - b.position).map(orderFromRow)
}

/** Locks one order, after the payment of its purchase. */
export async function lockOrder(tx: Tx, orderId: string): Promise<LockedOrder> {
  const [row] = await selectOrder(tx, [tx.tenantId, orderId])
  return orderFromRow(found('order', row))
}

/**
 * What changed of locked orders: statuses and the sums of their lines. The caller says in its own audit entry why, since
 * an order only follows a payment, a refund or a seller.
 */
export async function saveOrders(tx: Tx, orders: readonly LockedOrder[]): Promise<void> {
  if (orders.length === 0) return
  const saved = await saveChanged(tx, [
    tx.tenantId,
    orders.map((order) => order.id),
    orders.map((order) => order.version),
    orders.map((order) => order.status),
    orders.map((order) => order.paymentStatus),
    orders.map((order) => order.returnStatus),
    orders.map((order) => order.captured),
    orders.map((order) => order.returned),
    orders.map((order) => order.refunded),
    orders.map((order) => order.chargedBack),
  ])
  if (saved.length !== orders.length) throw new Error('an order changed although it was locked')
}

const saveChanged = statement(
  { id: 'uuid' },
  `update "order" set status = changed.status, payment_status = changed.payment_status,
    return_status = changed.return_status, captured_amount = changed.captured, returned_amount = changed.returned,
    refunded_amount = changed.refunded, charged_back_amount = changed.charged_back, version = "order".version + 1, updated_at = now()
  from unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[],
    $10::bigint[])
    as changed (id, version, status, payment_status, return_status, captured, returned, refunded, charged_back)
  where "order".tenant_id = $1 and "order".id = changed.id and "order".version = changed.version
  returning "order".id`,
)

function orderFromRow(row: RowOf<typeof selectOrder>): LockedOrder {
  return {
    id: row.id,
    number: row.number,
    purchaseId: row.purchase_id,
    sellerId: row.seller_id,
    status: OrderStatus.parse(row.status),
    paymentStatus: PaymentStatus.parse(row.payment_status),
    returnStatus: ReturnStatus.parse(row.return_status),
    currency: row.currency,
    salesMode: row.sales_mode,
    payable: row.payable_amount,
    captured: row.captured_amount,
    returned: row.returned_amount,
    refunded: row.refunded_amount,
    chargedBack: row.charged_back_amount,
    commission: row.commission_amount,
    sellerNet: row.seller_net_amount,
    version: row.version,
  }
}

export const insertOrders = rowsInto('"order"', {
  id: 'uuid',
  purchase_id: 'uuid',
  seller_id: 'uuid',
  number: 'text',
  position: 'int',
  status: 'text',
  payment_status: 'text',
  return_status: 'text',
  currency: 'text',
  sales_mode: 'text',
  tax_inclusive: 'boolean',
  item_amount: 'bigint',
  shipping_amount: 'bigint',
  payable_amount: 'bigint',
  captured_amount: 'bigint',
  seller_net_amount: 'bigint',
  commission_amount: 'bigint',
  hold_days: 'int',
  placed_at: 'timestamptz',
  ship_by: 'timestamptz',
})
