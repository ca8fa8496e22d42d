import { lockPayment } from '@mainstay/db/payment'
import { countHeld, saveStockAllocated } from '@mainstay/db/stock'
import { isOver } from '@mainstay/domain/payment'
import * as z from 'zod'
import { authorisePayment } from './authorise-payment.ts'
import { capturePayment } from './capture-payment.ts'
import { defineWorkflow, type WorkflowContext } from './engine/workflow.ts'
import { reportOf } from './report.ts'
import type { Services } from './services.ts'
import { tellBuyer } from './tell-buyer.ts'
import { voidPayment } from './void-payment.ts'

/**
 * Takes the money for a placed purchase: authorises, makes the held pieces its own, captures once for all orders, and
 * tells the buyer. Before the capture a "no" undoes everything; after it nothing is undone by itself.
 */
export const payPurchase = defineWorkflow(
  'pay-purchase',
  1,
  { input: z.object({ purchaseId: z.uuid(), paymentId: z.uuid() }), lane: 'money' },
  async (ctx, { purchaseId, paymentId }, services: Services) => {
    const authorised = await authorisePayment(ctx, paymentId, services)
    if (isOver({ status: authorised })) return { outcome: authorised }

    const stock = await allocateStock(ctx, { purchaseId, paymentId }, services)
    if (stock === 'short') {
      await voidPayment(ctx, { paymentId, reason: 'the pieces held for it are gone' }, services)
      return { outcome: 'voided' }
    }

    const captured = await capturePayment(ctx, paymentId, services)
    if (captured === 'refused') {
      await voidPayment(ctx, { paymentId, reason: 'the provider refused the capture' }, services)
      return { outcome: 'voided' }
    }
    if (captured === 'over') return { outcome: 'voided' }

    await tellBuyer(ctx, purchaseId, services)
    return { outcome: 'paid' }
  },
)

/** All pieces or none: a purchase with a line that nobody can ship is not paid for. */
function allocateStock(
  ctx: WorkflowContext,
  { purchaseId, paymentId }: { purchaseId: string; paymentId: string },
  services: Services,
): Promise<'allocated' | 'short' | 'over'> {
  return ctx.commit('allocate stock', async (tx) => {
    if (isOver(await lockPayment(tx, paymentId))) return 'over'
    const { held, wanted } = await countHeld(tx, purchaseId)
    if (held < wanted) return 'short'
    await saveStockAllocated(tx, purchaseId, reportOf(ctx, services).at)
    return 'allocated'
  })
}
