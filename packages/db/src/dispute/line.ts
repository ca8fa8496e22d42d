import { disputeLossEntry, disputeLostEntry } from '@mainstay/domain/dispute/entry'
import { allocate } from '@mainstay/domain/money/allocate'
import { refundable } from '@mainstay/domain/order/line'
import { returnLines } from '@mainstay/domain/order/line-effect'
import { getEarningStatus } from '../earning/earning.ts'
import { postEntries } from '../ledger/ledger.ts'
import { lockOrderLines } from '../order/line.ts'
import { insertLineEffects, saveLineProgress } from '../order/line-effect.ts'
import { lockOrders } from '../order/order.ts'
import { accountsOf } from '../payment/capture.ts'
import { savePaymentEvent } from '../payment/event.ts'
import { type LockedPayment, saveOrdersOfPayment } from '../payment/payment.ts'
import type { Tx } from '../postgres/client.ts'
import { rowsInto } from '../postgres/insert-rows.ts'

/** What is disputed cannot be refunded: the buyer would get it twice. What is more than is left waits in the dispute. */
export async function holdLines(
  tx: Tx,
  payment: LockedPayment,
  { disputeId, amount }: { disputeId: string; amount: number },
): Promise<void> {
  const { lines } = await lockBooks(tx, payment)
  const free = lines.map((line) => refundable(line))
  const held = Math.min(amount, total(free))
  if (held === 0) return
  const amounts = allocate(held, free)
  const parts = lines
    .map((line, position) => ({ line, amount: amounts[position] ?? 0 }))
    .filter((part) => part.amount > 0)
  await saveLineProgress(
    tx,
    parts.map((part) => ({ ...part.line, disputed: part.line.disputed + part.amount })),
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

/** The bank keeps what it took. Each seller bears the part of their order with the commission returned. */
export async function recordLoss(
  tx: Tx,
  {
    payment,
    dispute,
    fact,
  }: {
    payment: LockedPayment
    dispute: { id: string }
    fact: { reference: string; reason: string; withdrawn: number }
  },
): Promise<void> {
  await savePaymentEvent(tx, payment, {
    event: { kind: 'dispute_lost', amount: fact.withdrawn },
    effectKey: `dispute:${dispute.id}:lost:1`,
    externalRef: fact.reference,
    note: fact.reason,
  })
  const { orders, parts } = await heldParts(tx, payment, dispute.id)
  const changed = new Map(orders.map((order) => [order.id, order]))
  const { currency } = payment
  const entries = []
  for (const order of orders) {
    const own = parts.filter((part) => part.line.orderId === order.id)
    if (own.length === 0) continue
    const { effects, lines } = returnLines(own, { bearer: 'seller', commission: 'return' })
    await saveLineProgress(tx, lines)
    await insertLineEffects(
      tx,
      effects.map((effect) => ({
        orderId: order.id,
        movement: 'value_back',
        source: { type: 'dispute', id: dispute.id },
        part: 1,
        effect,
      })),
    )
    const amount = total(own.map((part) => part.amount))
    changed.set(order.id, { ...order, returned: order.returned + amount, chargedBack: order.chargedBack + amount })
    entries.push(
      disputeLostEntry({
        disputeId: dispute.id,
        orderId: order.id,
        accounts: accountsOf(payment, order),
        earningStatus: await getEarningStatus(tx, order.id),
        effects,
        currency,
        occurredAt: tx.act.at,
      }),
    )
  }
  const rest = fact.withdrawn - total(parts.map((part) => part.amount))
  if (rest > 0) {
    const { connection: connectionId } = payment
    entries.push(
      disputeLossEntry({ disputeId: dispute.id, amount: rest, connectionId, currency, occurredAt: tx.act.at }),
    )
  }
  await saveOrdersOfPayment(tx, payment, [...changed.values()])
  postEntries(tx, entries, { purchaseId: payment.purchaseId, externalRef: fact.reference })
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

function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0)
}
