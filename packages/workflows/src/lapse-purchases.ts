import { lockPayment } from '@mainstay/db/payment/payment'
import { acrossTenants, type Database, inTenant, readTenant, type Tx } from '@mainstay/db/postgres/client'
import { listDuePayments, saveCancellation } from '@mainstay/db/purchase/cancel'
import { listTenantIds } from '@mainstay/db/tenant/tenant'
import type { SystemReason } from '@mainstay/domain/audit/system-reason'
import { bySystem } from '@mainstay/domain/command/act'
import { lapsePurchase } from '@mainstay/domain/purchase/cancel'
import { v7 } from 'uuid'
import { cancelPurchase } from './cancel-purchase.ts'
import { startWorkflow } from './engine/run-start.ts'

const batch = 100

type Sources = { rw: Database; ro: Database; system: Database; now: Date }

/**
 * Gives up what was not paid in time, in every tenant; answers how many purchases. The clock only starts it: whether money
 * was asked for, and what became of that, the cancellation finds out.
 */
export async function lapsePurchases({ rw, ro, system, now }: Sources): Promise<number> {
  const act = { ...bySystem(now), reason: 'not_paid_in_time' satisfies SystemReason }
  let lapsed = 0
  const failures: unknown[] = []
  for (const tenantId of await acrossTenants(system, listTenantIds)) {
    const due = await readTenant(ro, tenantId, (tx) => listDuePayments(tx, now, batch))
    for (const paymentId of due) {
      try {
        if (await inTenant(rw, { tenantId, act }, (tx) => lapse(tx, paymentId))) lapsed += 1
      } catch (error) {
        // One that cannot be given up stands in nobody's way.
        failures.push(error)
      }
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} unpaid purchases did not lapse`)
  return lapsed
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
