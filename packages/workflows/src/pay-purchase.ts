import { countHeld, saveStockAllocated } from '@mainstay/db/offer/stock'
import { lockPayment } from '@mainstay/db/payment/payment'
import type { SystemReason } from '@mainstay/domain/audit/system-reason'
import { isClosedUnpaid } from '@mainstay/domain/payment/payment'
import type { CanceledBecause } from '@mainstay/integrations/mail/purchase-canceled'
import * as z from 'zod'
import { authorizePayment } from './authorize-payment.ts'
import { capturePayment } from './capture-payment.ts'
import { Permanent } from './engine/failure.ts'
import { defineWorkflow, type WorkflowContext } from './engine/workflow.ts'
import { mailCancellation, mailConfirmation } from './mail-buyer.ts'
import type { Services } from './services.ts'
import { voidPayment } from './void-payment.ts'

/**
 * Takes the money for a placed purchase: authorizes, makes the held pieces its own, captures once for all orders, and
 * tells the buyer. Before the capture a "no" undoes everything; after it nothing is undone by itself.
 */
export const payPurchase = defineWorkflow(
  { name: 'pay-purchase', version: 1, input: z.object({ purchaseId: z.uuid(), paymentId: z.uuid() }), lane: 'money' },
  async (ctx, { purchaseId, paymentId }, services: Services) => {
    const authorized = await authorizePayment(ctx, paymentId, services)
    if (authorized === 'failed') await mailCancellation(ctx, { purchaseId, because: 'declined' }, services)
    if (isClosedUnpaid({ status: authorized })) return { outcome: authorized }

    const stock = await allocateStock(ctx, { purchaseId, paymentId })
    if (stock === 'short') {
      return giveUp(ctx, { purchaseId, paymentId, reason: 'stock_gone', because: 'sold_out' }, services)
    }

    const captured = await capturePayment(ctx, paymentId, services)
    if (captured === 'refused') {
      return giveUp(ctx, { purchaseId, paymentId, reason: 'capture_refused', because: 'not_charged' }, services)
    }
    if (captured === 'over') return { outcome: 'voided' }

    await mailConfirmation(ctx, purchaseId, services)
    return { outcome: 'paid' }
  },
)

async function giveUp(
  ctx: WorkflowContext,
  given: { purchaseId: string; paymentId: string; reason: SystemReason; because: CanceledBecause },
  services: Services,
): Promise<{ outcome: 'voided' }> {
  const ended = await voidPayment(ctx, given, services)
  if (ended === 'taken') throw new Permanent(`the provider took the money all the same: ${given.reason}`)
  await mailCancellation(ctx, given, services)
  return { outcome: 'voided' }
}

/** All pieces or none: a purchase with a line that nobody can ship is not paid for. */
function allocateStock(
  ctx: WorkflowContext,
  { purchaseId, paymentId }: { purchaseId: string; paymentId: string },
): Promise<'allocated' | 'short' | 'over'> {
  return ctx.commit('allocate stock', async (tx) => {
    const payment = await lockPayment(tx, paymentId)
    if (isClosedUnpaid(payment) || payment.cancelRequested) return 'over'
    const { held, wanted } = await countHeld(tx, purchaseId)
    if (held < wanted) return 'short'
    await saveStockAllocated(tx, purchaseId)
    return 'allocated'
  })
}
