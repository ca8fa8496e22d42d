import { formatMoney } from '@mainstay/domain/money/format'
import { type Money } from '@mainstay/domain/money/money'
import { OrderStatus } from '@mainstay/domain/order/lifecycle'
import { type Refund, type RequestRefund, refundDueHours, refundExpiresDays } from '@mainstay/domain/refund/refund'
import type { RefundableOrder, RefundPart } from '@mainstay/domain/refund/request'
import { v7 } from 'uuid'
import { insertApproval } from '../approval/approval.ts'
import { recordMove } from '../command/move.ts'
import { type LockedLine, listOrderLines, lockOrderLines } from '../order/line.ts'
import { lockOrder } from '../order/order.ts'
import { lockPayment } from '../payment/payment.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { rowsInto } from '../postgres/insert-rows.ts'
import { found } from '../postgres/not-found.ts'
import { statement } from '../postgres/statement.ts'
import { openWorkItem } from '../work-item/work-item.ts'
import { getStoredRefund, refundCommandHash, refunds } from './refund.ts'

/** An order as far as a refund asks about it. `paymentId` is null where an import brought it paid. */
export type OrderToRefund = RefundableOrder & {
  id: string
  number: string
  sellerId: string
  sellerName: string
  sellerPath: string
  purchase: { id: string; number: string }
  buyerId: string
  paymentId: string | null
  lines: LockedLine[]
}

/** Throws NotFound. */
export async function getOrderToRefund(tx: ReadTx, orderId: string): Promise<OrderToRefund> {
  const [head, lines] = await Promise.all([headOf(tx, orderId), listOrderLines(tx, [orderId])])
  return { ...head, lines }
}

/** The same under lock: payment, order, lines. */
export async function lockOrderToRefund(tx: Tx, orderId: string): Promise<OrderToRefund> {
  const head = await headOf(tx, orderId)
  if (head.paymentId !== null) await lockPayment(tx, head.paymentId)
  const { status } = await lockOrder(tx, orderId)
  return { ...head, status, lines: await lockOrderLines(tx, [orderId]) }
}

type PartToInsert = Pick<RefundPart<{ lineId: string }>, 'line' | 'amount' | 'quantity' | 'unitsAmount'>

export type RefundToInsert = {
  order: OrderToRefund
  input: RequestRefund
  amount: Money
  /** As they were held to the rule of units. */
  parts: readonly PartToInsert[]
  requestedBy: { id: string; name: string }
  /** Asked again when the number it gave is taken. */
  nextNumber: () => string
}

const numbersTried = 5
const hour = 3_600_000

/** Writes a refund down that waits for a second person. No money moves, and none is promised. */
export async function insertRefund(tx: Tx, refund: RefundToInsert): Promise<string> {
  const { order, input, amount, parts, requestedBy } = refund
  const { at } = tx.act
  const { id, number } = await insertRefundRow(tx, { ...refund, origin: 'staff' })
  const { bearer, commissionPolicy, sellerSharePpm } = input
  const purchase = order.purchase
  const dueAt = new Date(at.getTime() + refundDueHours * hour)
  const inserted = { id, number, version: 1, status: 'requested', amount, purchase, order } as const
  await insertApproval(tx, {
    action: 'refund.approve',
    subject: { type: 'refund', id, version: 1, label: number },
    commandHash: refundCommandHash({
      ...inserted,
      lines: parts.map(({ line, amount, quantity }) => ({ orderLineId: line.lineId, amount, quantity })),
      bearer,
      commissionPolicy,
      stored: { sellerSharePpm },
    }),
    amount,
    requestedBy,
    dueAt,
    expiresAt: new Date(at.getTime() + refundExpiresDays * 24 * hour),
  })
  const after = await getStoredRefund(tx, id)
  await recordMove(tx, refunds, {
    after,
    move: 'request',
    changes: [
      { field: 'amount', before: null, after: formatMoney(amount) },
      { field: 'order', before: null, after: order.number },
      { field: 'bearer', before: null, after: bearer },
    ],
  })
  await openWorkItem(tx, {
    kind: 'refund_waiting',
    subject: { type: 'refund', id, label: number },
    purchaseId: purchase.id,
    cause: { code: 'refund.requested', by: requestedBy.name, order: order.number },
    atStake: amount,
    dueAt,
  })
  return id
}

type RefundRowToInsert = Pick<RefundToInsert, 'amount' | 'parts' | 'nextNumber'> & {
  input: Omit<RequestRefund, 'lines'>
  order: Pick<OrderToRefund, 'id' | 'sellerId' | 'purchase' | 'paymentId'>
  origin: Refund['origin']
  requestedBy: Refund['requestedBy']
}

/** The row and its lines: one that staff ask for waits for a decision, one that the provider made needs none. */
export async function insertRefundRow(tx: Tx, refund: RefundRowToInsert): Promise<{ id: string; number: string }> {
  const id = v7()
  const number = await insertNumbered(tx, id, refund)
  await insertLines(
    tx,
    refund.parts.map(({ line, amount, quantity, unitsAmount }) => ({
      refund_id: id,
      order_line_id: line.lineId,
      amount,
      quantity,
      units_amount: unitsAmount,
    })),
  )
  return { id, number }
}

async function insertNumbered(tx: Tx, id: string, refund: RefundRowToInsert): Promise<string> {
  const { order, input, amount, requestedBy, origin } = refund
  for (let tried = 0; tried < numbersTried; tried += 1) {
    const number = refund.nextNumber()
    const inserted = await insertOnce(tx, [
      tx.tenantId,
      id,
      number,
      order.purchase.id,
      order.id,
      order.sellerId,
      order.paymentId,
      amount.currency,
      amount.amount,
      origin === 'staff' ? 'requested' : 'approved',
      input.reason,
      input.note,
      input.bearer,
      input.sellerSharePpm,
      input.commissionPolicy,
      origin,
      requestedBy.id,
      requestedBy.name,
      tx.act.at,
    ])
    if (inserted.length > 0) return number
  }
  throw new Error(`${numbersTried} refund numbers in a row were taken`)
}

const insertOnce = statement(
  { id: 'uuid' },
  `insert into refund (tenant_id, id, number, purchase_id, order_id, seller_id, payment_id, currency, amount, status, reason,
    note, bearer, seller_share_ppm, commission_policy, origin, requested_by, requested_by_name, requested_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
  on conflict (tenant_id, number) do nothing
  returning id`,
)

const insertLines = rowsInto('refund_line', {
  refund_id: 'uuid',
  order_line_id: 'uuid',
  amount: 'bigint',
  quantity: 'int',
  units_amount: 'bigint',
})

async function headOf(tx: ReadTx, orderId: string): Promise<Omit<OrderToRefund, 'lines'>> {
  const [row] = await selectHead(tx, [tx.tenantId, orderId])
  const head = found('order', row)
  return {
    id: orderId,
    number: head.number,
    status: OrderStatus.parse(head.status),
    currency: head.currency,
    hasSnapshot: head.has_snapshot,
    sellerId: head.seller_id,
    sellerName: head.seller_name,
    sellerPath: head.path,
    purchase: { id: head.purchase_id, number: head.purchase_number },
    buyerId: head.buyer_id,
    paymentId: head.payment_id,
  }
}

// An import that brings no commission says so on the line; what it leaves out cannot be given back.
const selectHead = statement(
  {
    number: 'text',
    status: 'text',
    currency: 'text',
    seller_id: 'uuid',
    seller_name: 'text',
    path: 'text',
    purchase_id: 'uuid',
    purchase_number: 'text',
    buyer_id: 'uuid',
    payment_id: 'uuid?',
    has_snapshot: 'boolean',
  },
  `select "order".number, "order".status, "order".currency, "order".seller_id, seller.name as seller_name, org_unit.path,
    "order".purchase_id, purchase.number as purchase_number, purchase.buyer_id, payment.id as payment_id,
    payment.id is not null and not exists (
      select from order_line line
      where line.tenant_id = $1 and line.order_id = "order".id and line.commission_reason = 'imported_unknown'
    ) as has_snapshot
  from "order"
  join purchase on purchase.tenant_id = "order".tenant_id and purchase.id = "order".purchase_id
  join seller on seller.tenant_id = "order".tenant_id and seller.id = "order".seller_id
  join org_unit on org_unit.tenant_id = seller.tenant_id and org_unit.id = seller.org_unit_id
  left join payment on payment.tenant_id = "order".tenant_id and payment.purchase_id = "order".purchase_id
  where "order".tenant_id = $1 and "order".id = $2`,
)
