import { recordVoided } from '@mainstay/db/payment/authorization'
import { getPayment, lockPayment } from '@mainstay/db/payment/payment'
import { openWorkItem } from '@mainstay/db/work-item/work-item'
import { contradictionItem } from '@mainstay/domain/payment/queue'
import { Permanent } from './engine/failure.ts'
import type { WorkflowContext } from './engine/workflow.ts'
import { paymentFactFrom, recordPaymentFact } from './payment-fact.ts'
import { outageRetryPolicy, retryIfAmbiguous } from './provider-call.ts'
import type { Services } from './services.ts'

/**
 * Gives an authorization back and ends the purchase. The provider decides between this and a capture under way: `taken`
 * means that the money was taken first, which is recorded.
 */
export async function voidPayment(
  ctx: WorkflowContext,
  { paymentId, reason }: { paymentId: string; reason: string },
  services: Services,
): Promise<'voided' | 'taken'> {
  const taken = await ctx.step(
    'give the authorization back',
    async (_key, signal) => {
      const payment = await services.read(ctx.run.tenantId, (tx) => getPayment(tx, paymentId))
      if (payment.providerReference === null) return null
      const { providerReference, currency } = payment
      const ours = { tenantId: ctx.run.tenantId, paymentId, providerReference, currency }
      const answer = await retryIfAmbiguous(services.gateway.cancel(ours, `void:${paymentId}`, signal))
      if (answer.outcome === 'canceled') return null
      const fact = paymentFactFrom(await services.gateway.getPayment(ours, signal))
      if (fact?.status !== 'captured') throw new Permanent(`the provider gives nothing back: ${answer.reason}`)
      return fact
    },
    { retry: outageRetryPolicy },
  )
  return ctx.commit('record the void', async (tx) => {
    const payment = await lockPayment(tx, paymentId)
    if (taken) {
      await recordPaymentFact(tx, payment, taken)
      return 'taken'
    }
    const voided = await recordVoided(tx, payment, { kind: 'voided', note: reason })
    if (voided.outcome === 'contradicted') {
      await openWorkItem(tx, contradictionItem(payment, voided.refusal, tx.act))
    }
    return 'voided'
  })
}
