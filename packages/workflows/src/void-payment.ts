import { recordVoided } from '@mainstay/db/authorisation'
import { getPayment, lockPayment } from '@mainstay/db/payment'
import { untilItIsKnown, whileDown } from './ask-provider.ts'
import { Permanent } from './engine/failure.ts'
import type { WorkflowContext } from './engine/workflow.ts'
import { reportOf } from './report.ts'
import type { Services } from './services.ts'

/** Gives an authorisation back and ends the purchase. Throws StepFailed when the provider took the money meanwhile. */
export async function voidPayment(
  ctx: WorkflowContext,
  { paymentId, reason }: { paymentId: string; reason: string },
  services: Services,
): Promise<void> {
  await ctx.step(
    'give the authorisation back',
    async (_key, signal) => {
      const payment = await services.read(ctx.run.tenantId, (tx) => getPayment(tx, paymentId))
      if (payment.providerReference === null) return
      const { providerReference, currency } = payment
      const ours = { tenantId: ctx.run.tenantId, paymentId, providerReference, currency }
      const answer = await untilItIsKnown(services.gateway.cancel(ours, `void:${paymentId}`, signal))
      if (answer.outcome === 'failed') throw new Permanent(`the provider gives nothing back: ${answer.reason}`)
    },
    { retry: whileDown },
  )
  await ctx.commit('record the void', async (tx) => {
    await recordVoided(tx, await lockPayment(tx, paymentId), reason, reportOf(ctx, services))
  })
}
