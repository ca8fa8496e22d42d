import type { Tx } from '@mainstay/db/client'
import { saveInboxMessage } from '@mainstay/db/inbox'
import { lockPayment, type Report } from '@mainstay/db/payment'
import { findPaymentReference, lockRefund } from '@mainstay/db/refund'
import * as z from 'zod'
import { whileDown } from './ask-provider.ts'
import { defineWorkflow, type WorkflowContext } from './engine/workflow.ts'
import { factFromProvider, recordPaymentFact } from './payment-fact.ts'
import { factOfRefund, recordRefund } from './refund-fact.ts'
import type { Services } from './services.ts'

const about = { eventId: z.string(), objectId: z.string(), paymentId: z.uuid() }
const StripeEvent = z.discriminatedUnion('objectType', [
  z.object({ ...about, objectType: z.literal('payment_intent') }),
  z.object({ ...about, objectType: z.literal('refund'), refundId: z.uuid() }),
])
type StripeEvent = z.output<typeof StripeEvent>

type Heard = Record<'eventId' | 'objectType' | 'objectId' | 'paymentId' | 'refundId', unknown>

/** The event as the workflow takes it; undefined for what we keep no state of, which is taken and left. */
export function applicableEvent(event: Heard): StripeEvent | undefined {
  return StripeEvent.safeParse(event).data
}

/** What of ours the event is about. */
export function subjectOf(event: StripeEvent): { type: string; id: string } {
  return event.objectType === 'refund'
    ? { type: 'refund', id: event.refundId }
    : { type: 'payment', id: event.paymentId }
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
      case 'refund':
        return applyRefund(ctx, event, services)
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
    const report = toldByStripe(ctx, services)
    const recorded = fact && (await recordPaymentFact(tx, await lockPayment(tx, event.paymentId), fact, report))
    return saveHandled(tx, event, recorded?.outcome, report)
  })
}

/** The newest attempt of the refund is read, whichever of them the event is about. */
async function applyRefund(
  ctx: WorkflowContext,
  event: StripeEvent & { objectType: 'refund' },
  services: Services,
): Promise<string> {
  const { tenantId } = ctx.run
  const { refundId } = event
  const fact = await ctx.step(
    'read the refund',
    async (_key, signal) => {
      const providerReference = await services.read(tenantId, (tx) => findPaymentReference(tx, refundId))
      if (!providerReference) return null
      const found = await services.gateway.findRefund({ tenantId, providerReference, refundId }, signal)
      return found ? factOfRefund(found) : null
    },
    { retry: whileDown },
  )
  return ctx.commit('apply the refund', async (tx) => {
    const report = toldByStripe(ctx, services)
    const recorded = fact && (await recordRefund(tx, await lockRefund(tx, refundId), fact, report))
    return saveHandled(tx, event, recorded?.outcome, report)
  })
}

function toldByStripe(ctx: WorkflowContext, services: Services): Report {
  return { actor: { type: 'provider', name: 'Stripe' }, at: services.clock(), runId: ctx.run.id }
}

/** What became of the message; a contradiction is with a person now. */
async function saveHandled(
  tx: Tx,
  { eventId }: StripeEvent,
  outcome: 'recorded' | 'already_applied' | 'contradicted' | undefined,
  report: Report,
): Promise<string> {
  const status = outcome === 'already_applied' ? outcome : outcome === undefined ? 'ignored' : 'applied'
  await saveInboxMessage(tx, { source: 'stripe', messageId: eventId }, status, report.at)
  return outcome ?? 'ignored'
}
