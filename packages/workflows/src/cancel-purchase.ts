import { getPayment, lockPayment } from '@mainstay/db/payment/payment'
import { reportTooLate } from '@mainstay/db/purchase/cancel'
import { settleHeldRuns } from '@mainstay/db/purchase/run'
import { isCapturing, isOver } from '@mainstay/domain/payment/payment'
import * as z from 'zod'
import { authorisePayment } from './authorise-payment.ts'
import { defineWorkflow, type WorkflowContext } from './engine/workflow.ts'
import type { Services } from './services.ts'
import { tellCanceled } from './tell-buyer.ts'
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
 * first; an authorisation that stands is given back. Money that was taken before is a refund's business, and a person's.
 */
export const cancelPurchase = defineWorkflow(
  'cancel-purchase',
  1,
  { input: Input, lane: 'money' },
  async (ctx, input, services: Services) => {
    const ended = await endPayment(ctx, input, services)
    await ctx.commit('record how the cancellation ended', async (tx) => {
      if (ended === 'taken') await reportTooLate(tx, await lockPayment(tx, input.paymentId), input.reason)
      else await settleHeldRuns(tx, input.purchaseId)
    })
    if (ended === 'taken') return { outcome: 'too late' }
    await tellCanceled(ctx, input, services)
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
  const isAuthorising = seen.status === 'authorizing' || seen.status === 'unknown'
  const status = isAuthorising && !seen.isCapturing ? await authorisePayment(ctx, paymentId, services) : seen.status
  if (isOver({ status })) return 'over'
  if (status === 'captured' || status === 'partially_captured') return 'taken'
  return (await voidPayment(ctx, { paymentId, reason }, services)) === 'taken' ? 'taken' : 'over'
}
