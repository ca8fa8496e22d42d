import { holdDisputed, loseDispute } from '@mainstay/domain/dispute/loss'
import { listEarningStatuses } from '../earning/earning.ts'
import { postEntries } from '../ledger/ledger.ts'
import { lockOrderLines } from '../order/line.ts'
import { insertLineEffects, saveLineProgress } from '../order/line-effect.ts'
import { lockOrders } from '../order/order.ts'
import { savePaymentEvent } from '../payment/event.ts'
import { type LockedPayment, saveOrdersOfPayment } from '../payment/payment.ts'
import type { Tx } from '../postgres/client.ts'
import { rowsInto } from '../postgres/insert-rows.ts'
import { found } from '../postgres/not-found.ts'

/** Stores what a dispute of this amount holds back of the lines. */
export async function holdLines(
  tx: Tx,
  payment: LockedPayment,
  { disputeId, amount }: { disputeId: string; amount: number },
): Promise<void> {
  const { lines } = await lockBooks(tx, payment)
  const parts = holdDisputed(amount, lines)
  await saveLineProgress(
    tx,
    parts.map((part) => part.line),
  )
  await insertDisputeLines(
    tx,
    parts.map((part) => ({ dispute_id: disputeId, order_line_id: part.line.lineId, amount: part.amount })),
  )
}

/** The bank gave the money back: it can be refunded again. */
export async function freeLines(tx: Tx, payment: LockedPayment, disputeId: string): Promise<void> {
  await saveLineProgress(
    tx,
    (await heldParts(tx, payment, disputeId)).parts.map((part) => part.line),
  )
}

type Lost = { id: string; reference: string; reason: string; withdrawn: number }

/** The bank keeps what it took: stores what that costs whom. */
export async function recordLoss(tx: Tx, payment: LockedPayment, lost: Lost): Promise<void> {
  const { id: disputeId, reference: externalRef, reason: note, withdrawn } = lost
  await savePaymentEvent(tx, payment, {
    event: { kind: 'dispute_lost', amount: withdrawn },
    effectKey: `dispute:${disputeId}:lost:1`,
    externalRef,
    note,
  })
  const { orders, parts: held } = await heldParts(tx, payment, disputeId)
  const bearing = orders.filter((order) => held.some((part) => part.line.orderId === order.id))
  const earnings = await listEarningStatuses(
    tx,
    bearing.map((order) => order.id),
  )
  const earning = bearing.map((order) => ({ ...order, earningStatus: found('earning', earnings.get(order.id)) }))
  const loss = loseDispute({
    disputeId,
    connectionId: payment.connection,
    currency: payment.currency,
    withdrawn,
    orders: earning,
    held,
    at: tx.act.at,
  })
  await saveLineProgress(tx, loss.lines)
  await insertLineEffects(
    tx,
    loss.effects.map(({ orderId, effect }) => ({
      orderId,
      movement: 'value_back',
      source: { type: 'dispute', id: disputeId },
      part: 1,
      effect,
    })),
  )
  const orderOf = new Map(loss.orders.map((order) => [order.id, order]))
  await saveOrdersOfPayment(
    tx,
    payment,
    orders.map((order) => orderOf.get(order.id) ?? order),
  )
  postEntries(tx, loss.entries, { purchaseId: payment.purchaseId, externalRef })
}

/** What the dispute holds back of which line, and those lines as they are without it. */
async function heldParts(tx: Tx, payment: LockedPayment, disputeId: string) {
  const { orders, lines } = await lockBooks(tx, payment)
  const held = await tx
    .selectFrom('dispute_line')
    .select(['order_line_id', 'amount'])
    .where('tenant_id', '=', tx.tenantId)
    .where('dispute_id', '=', disputeId)
    .execute()
  const parts = held.flatMap(({ order_line_id, amount }) => {
    const line = lines.find((each) => each.lineId === order_line_id)
    return line === undefined ? [] : [{ line: { ...line, disputed: line.disputed - amount }, amount }]
  })
  return { orders, parts }
}

async function lockBooks(tx: Tx, payment: LockedPayment) {
  const orders = await lockOrders(tx, payment.purchaseId)
  const lines = await lockOrderLines(
    tx,
    orders.map((order) => order.id),
  )
  return { orders, lines }
}

const insertDisputeLines = rowsInto('dispute_line', { dispute_id: 'uuid', order_line_id: 'uuid', amount: 'bigint' })
