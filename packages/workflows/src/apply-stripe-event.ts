import type { Tx } from '@mainstay/db/client'
import { saveInboxMessage } from '@mainstay/db/inbox'
import { getPayment, lockPayment, type Report } from '@mainstay/db/payment'
import { lockRefund } from '@mainstay/db/refund'
import { listRefundIdsOfPayment } from '@mainstay/db/refund-list'
import type { PaymentReference } from '@mainstay/integrations/payments/payment-gateway'
import * as z from 'zod'
import { whileDown } from './ask-provider.ts'
import { defineWorkflow, type WorkflowContext } from './engine/workflow.ts'
import { factFromProvider, recordPaymentFact } from './payment-fact.ts'
import { factOfRefund, recordRefund } from './refund-fact.ts'
import type { Services } from './services.ts'

/** What of a payment an event makes us look at again. */
type Topic = 'payment' | 'refunds'

const StripeEvent = z.object({
  eventId: z.string(),
  topic: z.enum(['payment', 'refunds']),
  paymentId: z.uuid(),
  providerReference: z.string(),
})
type StripeEvent = z.output<typeof StripeEvent>

type Heard = { type: string; objectType: string } & Record<'eventId' | 'paymentId' | 'providerReference', unknown>

/** The event as the workflow takes it; undefined for what we keep no state of, which is taken and left. */
export function applicableEvent({ type, objectType, ...event }: Heard): StripeEvent | undefined {
  return StripeEvent.safeParse({ ...event, topic: topicOf(type, objectType) }).data
}

function topicOf(type: string, objectType: string): Topic | undefined {
  if (objectType === 'payment_intent' || type === 'charge.expired') return 'payment'
  if (objectType === 'refund' || type === 'charge.refunded') return 'refunds'
  return undefined
}

/**
 * An event only says where to look: what it tells may be old, or come twice, or after what follows it. So the payment is
 * read again and applied as it is now.
 */
export const applyStripeEvent = defineWorkflow(
  'apply-stripe-event',
  2,
  { input: StripeEvent, lane: 'money' },
  async (ctx, event, services: Services) => {
    switch (event.topic) {
      case 'payment':
        return applyPayment(ctx, event, services)
      case 'refunds':
        return applyRefunds(ctx, event, services)
    }
  },
)

type Recorded = 'recorded' | 'already_applied' | 'contradicted'

async function applyPayment(ctx: WorkflowContext, event: StripeEvent, services: Services): Promise<string> {
  const fact = await ctx.step(
    'read the payment',
    async (_key, signal) =>
      factFromProvider(await services.gateway.getPayment(await oursOf(ctx, event, services), signal)) ?? null,
    { retry: whileDown },
  )
  return ctx.commit('apply the payment', async (tx) => {
    const report = toldByStripe(ctx, services)
    const recorded = fact && (await recordPaymentFact(tx, await lockPayment(tx, event.paymentId), fact, report))
    return saveHandled(tx, event, recorded ? [recorded.outcome] : [], report)
  })
}

/** Of each refund the newest attempt, which is the one under way. */
async function applyRefunds(ctx: WorkflowContext, event: StripeEvent, services: Services): Promise<string> {
  const told = await ctx.step(
    'read the refunds',
    async (_key, signal) => services.gateway.listRefunds(await oursOf(ctx, event, services), signal),
    { retry: whileDown },
  )
  return ctx.commit('apply the refunds', async (tx) => {
    const report = toldByStripe(ctx, services)
    const outcomes: Recorded[] = []
    for (const refundId of await listRefundIdsOfPayment(tx, event.paymentId)) {
      const newest = told.find((refund) => refund.refundId === refundId)
      if (newest === undefined) continue
      outcomes.push(
        (await recordRefund(tx, await lockRefund(tx, refundId), factOfRefund(newest.answer), report)).outcome,
      )
    }
    return saveHandled(tx, event, outcomes, report)
  })
}

async function oursOf(ctx: WorkflowContext, event: StripeEvent, services: Services): Promise<PaymentReference> {
  const { tenantId } = ctx.run
  const { paymentId, providerReference } = event
  const { currency } = await services.read(tenantId, (tx) => getPayment(tx, paymentId))
  return { tenantId, paymentId, currency, providerReference }
}

function toldByStripe(ctx: WorkflowContext, services: Services): Report {
  return { actor: { type: 'provider', name: 'Stripe' }, at: services.clock(), runId: ctx.run.id }
}

/** What became of the message; a contradiction is with a person now. */
async function saveHandled(
  tx: Tx,
  { eventId }: StripeEvent,
  outcomes: readonly Recorded[],
  report: Report,
): Promise<string> {
  const outcome = outcomes.find((each) => each !== 'already_applied') ?? outcomes[0]
  const status = outcome === undefined ? 'ignored' : outcome === 'already_applied' ? outcome : 'applied'
  await saveInboxMessage(tx, { source: 'stripe', messageId: eventId }, status, report.at)
  return outcome ?? 'ignored'
}
