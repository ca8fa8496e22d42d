import { getPayment, lockPayment } from '@mainstay/db/payment/payment'
import { settleHeldRuns } from '@mainstay/db/purchase/run'
import { openWorkItem } from '@mainstay/db/work-item/work-item'
import { isCapturing, isClosedUnpaid } from '@mainstay/domain/payment/payment'
import { tooLateItem } from '@mainstay/domain/purchase/cancel'
import * as z from 'zod'
import { authorizePayment } from './authorize-payment.ts'
import { defineWorkflow, type WorkflowContext } from './engine/workflow.ts'
import { mailCancellation } from './mail-buyer.ts'
import type { Services } from './services.ts'
import { voidPayment } from './void-payment.ts'

const Input = z.object({
  purchaseId: z.uuid(),
  paymentId: z.uuid(),
  reason: z.string(),
  because: z.enum(['asked', 'lapsed']),
})
type Input = z.output<typeof Input>

/**
 * Ends a purchase that somebody canceled or that was not paid in time. What the provider is being asked is found out
 * first; an authorization that stands is given back. Money that was taken before is a refund's business, and a person's.
 */
export const cancelPurchase = defineWorkflow(
  { name: 'cancel-purchase', version: 1, input: Input, lane: 'money' },
  async (ctx, input, services: Services) => {
    const ended = await endPayment(ctx, input, services)
    await ctx.commit('record how the cancellation ended', async (tx) => {
      if (ended === 'over') return settleHeldRuns(tx, input.purchaseId)
      return openWorkItem(tx, tooLateItem(await lockPayment(tx, input.paymentId), input.reason, tx.act))
    })
    if (ended === 'taken') return { outcome: 'too late' }
    await mailCancellation(ctx, input, services)
    return { outcome: 'canceled' }
  },
)

async function endPayment(
  ctx: WorkflowContext,
  { paymentId, reason }: Input,
  services: Services,
): Promise<'over' | 'taken'> {
  const seen = await ctx.step('see where the payment is', async () => {
    const payment = await services.read(ctx.run.tenantId, (tx) => getPayment(tx, paymentId))
    return { status: payment.status, isCapturing: isCapturing(payment) }
  })
  const isAuthorizing = seen.status === 'authorizing' || seen.status === 'unknown'
  const status = isAuthorizing && !seen.isCapturing ? await authorizePayment(ctx, paymentId, services) : seen.status
  if (isClosedUnpaid({ status })) return 'over'
  if (status === 'captured' || status === 'partially_captured') return 'taken'
  return (await voidPayment(ctx, { paymentId, reason }, services)) === 'taken' ? 'taken' : 'over'
}
