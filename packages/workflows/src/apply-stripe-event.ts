import { saveInboxMessage } from '@mainstay/db/inbox'
import { lockPayment, type Report } from '@mainstay/db/payment'
import * as z from 'zod'
import { whileDown } from './ask-provider.ts'
import { defineWorkflow, type WorkflowContext } from './engine/workflow.ts'
import { factFromProvider, recordPaymentFact } from './payment-fact.ts'
import type { Services } from './services.ts'

const StripeEvent = z.object({
  eventId: z.string(),
  objectType: z.enum(['payment_intent']),
  objectId: z.string(),
  paymentId: z.uuid(),
})
type StripeEvent = z.output<typeof StripeEvent>

/** The event as the workflow takes it; undefined for what we keep no state of, which is taken and left. */
export function applicableEvent(event: Record<keyof StripeEvent, unknown>): StripeEvent | undefined {
  return StripeEvent.safeParse(event).data
}

/**
 * An event only says where to look: what it tells may be old, or come twice, or after what follows it. So the object is
 * read again and applied as it is now.
 */
export const applyStripeEvent = defineWorkflow(
  'apply-stripe-event',
  1,
  { input: StripeEvent, lane: 'money' },
  async (ctx, event, services: Services) => {
    switch (event.objectType) {
      case 'payment_intent':
        return applyPayment(ctx, event, services)
    }
  },
)

async function applyPayment(ctx: WorkflowContext, event: StripeEvent, services: Services): Promise<string> {
  const fact = await ctx.step(
    'read the payment',
    async (_key, signal) => {
      const wanted = { tenantId: ctx.run.tenantId, providerReference: event.objectId }
      return factFromProvider(await services.gateway.getPayment(wanted, signal)) ?? null
    },
    { retry: whileDown },
  )
  return ctx.commit('apply the payment', async (tx) => {
    const report: Report = { actor: { type: 'provider', name: 'Stripe' }, at: services.clock(), runId: ctx.run.id }
    const recorded = fact && (await recordPaymentFact(tx, await lockPayment(tx, event.paymentId), fact, report))
    const outcome = recorded?.outcome ?? 'ignored'
    const status = outcome === 'recorded' || outcome === 'contradicted' ? 'applied' : outcome
    await saveInboxMessage(tx, { source: 'stripe', messageId: event.eventId }, status, report.at)
    return outcome
  })
}
