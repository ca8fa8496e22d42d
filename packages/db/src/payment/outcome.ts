import type { ToldEvent } from '@mainstay/domain/payment/event'
import { type PaymentOutcome, settlePayment } from '@mainstay/domain/payment/outcome'
import { sql } from 'kysely'
import { saveAllocationReleased, saveStockReleased } from '../offer/stock.ts'
import { type LockedOrder, lockOrders } from '../order/order.ts'
import type { Tx } from '../postgres/client.ts'
import { isEventKnown, type Recorded, savePaymentChange } from './event.ts'
import { type LockedPayment, saveOrdersOfPayment } from './payment.ts'

/** Records an event that moves no money and what follows from it, once. Undefined: nothing new is told. */
export async function recordOutcome(tx: Tx, payment: LockedPayment, told: ToldEvent | undefined): Promise<Recorded> {
  if (told === undefined || (await isEventKnown(tx, told.effectKey))) return { outcome: 'already_applied', payment }
  const orders = await lockOrders(tx, payment.purchaseId)
  const decision = settlePayment({ payment, orders }, told, tx.act)
  if (!decision.ok) return { outcome: 'contradicted', payment, refusal: decision.refusal }
  return { outcome: 'recorded', payment: await savePaymentOutcome(tx, payment, decision.value) }
}

/** Stores what was decided of a locked payment and of its locked orders. */
export async function savePaymentOutcome(
  tx: Tx,
  before: LockedPayment,
  outcome: PaymentOutcome<LockedPayment, LockedOrder>,
): Promise<LockedPayment> {
  const payment = await savePaymentChange(tx, before, outcome)
  if (outcome.openCaptures !== undefined) await endCaptures(tx, payment.id, outcome.openCaptures)
  await saveOrdersOfPayment(tx, payment, outcome.orders)
  if (outcome.releasesPieces) {
    await saveStockReleased(tx, payment.purchaseId)
    await saveAllocationReleased(tx, payment.purchaseId)
  }
  return payment
}

async function endCaptures(tx: Tx, paymentId: string, status: 'failed' | 'unknown'): Promise<void> {
  await tx
    .updateTable('capture')
    .set({ status, updated_at: sql`now()` })
    .where('tenant_id', '=', tx.tenantId)
    .where('payment_id', '=', paymentId)
    .where('status', 'in', ['claimed', 'unknown'])
    .execute()
}
