import { lockPayment } from '@mainstay/db/payment/payment'
import type { Tx } from '@mainstay/db/postgres/client'
import { listDuePayments, saveCancellation } from '@mainstay/db/purchase/cancel'
import { lapsePurchase } from '@mainstay/domain/purchase/cancel'
import { v7 } from 'uuid'
import { type ClockSources, endDue } from './by-clock.ts'
import { cancelPurchase } from './cancel-purchase.ts'
import { startWorkflow } from './engine/run-start.ts'

/**
 * Gives up what was not paid in time, in every tenant; answers how many purchases. The clock only starts it: whether money
 * was asked for, and what became of that, the cancellation finds out.
 */
export function lapsePurchases(sources: ClockSources): Promise<number> {
  return endDue(sources, { what: 'unpaid purchases', reason: 'not_paid_in_time', list: listDuePayments, end: lapse })
}

async function lapse(tx: Tx, paymentId: string): Promise<boolean> {
  const payment = await lockPayment(tx, paymentId)
  const decision = lapsePurchase(payment, tx.act.at)
  if (!decision.ok) return false
  const { purchaseId } = payment
  const { actor, reason = '' } = tx.act
  await saveCancellation(tx, payment, { action: 'purchase.lapse', cancellation: decision.value })
  await startWorkflow(tx, cancelPurchase, {
    tenantId: tx.tenantId,
    id: v7(),
    input: { purchaseId, paymentId, reason, because: 'lapsed' },
    subject: { type: 'purchase', id: purchaseId },
    purchaseId,
    startedBy: actor.name,
  })
  return true
}
