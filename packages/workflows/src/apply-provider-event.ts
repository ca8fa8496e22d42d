import { randomBytes } from 'node:crypto'
import { type DisputeFact, recordDispute } from '@mainstay/db/dispute/dispute'
import { getPayment, lockPayment } from '@mainstay/db/payment/payment'
import type { Tx } from '@mainstay/db/postgres/client'
import { recordExternalRefund } from '@mainstay/db/refund/external'
import { listRefundIdsOfPayment } from '@mainstay/db/refund/list'
import { lockRefund } from '@mainstay/db/refund/refund'
import { saveInboxMessage } from '@mainstay/db/webhook/inbox'
import { quarantineWebhook } from '@mainstay/db/webhook/quarantine'
import { purchaseNumber } from '@mainstay/domain/purchase/number'
import { Fault } from '@mainstay/integrations/fault'
import type {
  DisputeAtProvider,
  PaymentReference,
  RefundAtProvider,
} from '@mainstay/integrations/payments/payment-gateway'
import { paymentProvider, webhookSourceOf } from '@mainstay/integrations/payments/provider'
import { webhookTopics } from '@mainstay/integrations/payments/webhook'
import * as z from 'zod'
import type { Recorded as AsRecorded } from './engine/recorded-value.ts'
import { defineWorkflow, underFormerKind, type WorkflowContext } from './engine/workflow.ts'
import { dateTold, movementTold, type PaymentFact, paymentFactFrom, recordPaymentFact } from './payment-fact.ts'
import { outageRetryPolicy } from './provider-call.ts'
import { recordRefund, refundFactFrom } from './refund-fact.ts'
import type { Services } from './services.ts'

const ProviderEvent = z.object({
  /** Whose event it is. A run that an earlier release started does not say: there was one provider. */
  source: z.string().default(paymentProvider.provider),
  eventId: z.string(),
  type: z.string(),
  topic: z.enum(webhookTopics),
  objectType: z.string(),
  objectId: z.string(),
  paymentId: z.uuid(),
  providerReference: z.string(),
})
type ProviderEvent = z.output<typeof ProviderEvent>

/**
 * An event only says where to look: what it tells may be old, or come twice, or after what follows it. So the payment is
 * read again and applied as it is now. An object that turns out to be another payment's changes nothing.
 */
export const applyProviderEvent = defineWorkflow(
  { name: 'apply-provider-event', version: 1, input: ProviderEvent, lane: 'money' },
  async (ctx, event, services: Services) => {
    const told = await ctx.step(
      'read the payment',
      (_key, signal) => unlessForeign(readAtProvider(ctx, event, { services, signal })),
      { retry: outageRetryPolicy },
    )
    return ctx.commit('apply the payment', async (ours) => {
      const tx = ours.as({ actor: { type: 'provider', name: webhookSourceOf(event.source).name } })
      if (told === 'foreign') return quarantine(tx, event)
      return saveHandled(tx, event, await apply(tx, event.paymentId, told))
    })
  },
)

/** For the runs that an earlier release started, under the name it had there. */
export const applyProviderEventAsBefore = underFormerKind(applyProviderEvent, 'apply-stripe-event@2')

type Told = {
  payment: PaymentFact | null
  refunds: AsRecorded<RefundAtProvider>[]
  disputes: DisputeTold[]
}

type Read = Omit<Told, 'refunds'> & { refunds: RefundAtProvider[] }

/** As the journal keeps it, which has no dates. */
type DisputeTold = AsRecorded<DisputeAtProvider>

async function readAtProvider(
  ctx: WorkflowContext,
  event: ProviderEvent,
  { services, signal }: { services: Services; signal: AbortSignal },
): Promise<Read> {
  const { gateway } = services
  const ours = await oursOf(ctx, event, services)
  const payment = await gateway.getPayment(ours, signal)
  // Also where another event says so: the one that told of it may have been lost.
  const [refunds, disputes] = await Promise.all([
    event.topic === 'refunds' || payment.refunded > 0 ? gateway.listRefunds(ours, signal) : [],
    event.topic === 'disputes' || payment.disputed ? gateway.listDisputes(ours, signal) : [],
  ])
  return {
    payment: paymentFactFrom(payment) ?? null,
    refunds,
    disputes: disputes.map(disputeTold),
  }
}

type Outcome = 'recorded' | 'already_applied' | 'contradicted'

/** What is implied comes first: a refund or a dispute of a payment means that it was captured. */
async function apply(tx: Tx, paymentId: string, told: Told): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  if (told.payment) {
    outcomes.push((await recordPaymentFact(tx, await lockPayment(tx, paymentId), told.payment)).outcome)
  }
  const ourRefunds = new Set(told.refunds.length > 0 ? await listRefundIdsOfPayment(tx, paymentId) : [])
  for (const refundId of ourRefunds) {
    // Of each refund the newest attempt, which is the one under way.
    const newest = told.refunds.find((refund) => refund.refundId === refundId)
    if (newest === undefined) continue
    outcomes.push((await recordRefund(tx, await lockRefund(tx, refundId), refundFactFrom(newest.answer))).outcome)
  }
  for (const refund of told.refunds.toReversed()) {
    if (refund.refundId !== null && ourRefunds.has(refund.refundId)) continue
    const external = { ...refund, fact: refundFactFrom(refund.answer), nextNumber }
    outcomes.push(await recordExternalRefund(tx, await lockPayment(tx, paymentId), external))
  }
  for (const dispute of told.disputes) {
    outcomes.push(await recordDispute(tx, await lockPayment(tx, paymentId), disputeFactFrom(dispute)))
  }
  return outcomes
}

function disputeTold({ evidenceDueAt, openedAt, movements, ...dispute }: DisputeAtProvider): DisputeTold {
  return {
    ...dispute,
    evidenceDueAt: evidenceDueAt?.toISOString() ?? null,
    openedAt: openedAt.toISOString(),
    movements: movements.map(movementTold),
  }
}

function disputeFactFrom({ evidenceDueAt, openedAt, movements, ...dispute }: DisputeTold): DisputeFact {
  return {
    ...dispute,
    evidenceDueAt: dateTold(evidenceDueAt) ?? null,
    openedAt: dateTold(openedAt),
    movements: movements.map((movement) => ({ ...movement, occurredAt: dateTold(movement.occurredAt) })),
  }
}

function nextNumber(): string {
  return purchaseNumber('RF', randomBytes(5))
}

async function oursOf(ctx: WorkflowContext, event: ProviderEvent, services: Services): Promise<PaymentReference> {
  const { tenantId } = ctx.run
  const { paymentId, providerReference } = event
  const { currency } = await services.read(tenantId, (tx) => getPayment(tx, paymentId))
  return { tenantId, paymentId, currency, providerReference }
}

function unlessForeign<T>(asked: Promise<T>): Promise<T | 'foreign'> {
  return asked.catch((error: unknown) => {
    if (error instanceof Fault && error.kind === 'foreign') return 'foreign' as const
    throw error
  })
}

/** What became of the message; a contradiction is with a person now. */
async function saveHandled(tx: Tx, { source, eventId }: ProviderEvent, outcomes: readonly Outcome[]): Promise<string> {
  const outcome = outcomes.find((each) => each !== 'already_applied') ?? outcomes[0]
  const status = outcome === undefined ? 'ignored' : outcome === 'already_applied' ? outcome : 'applied'
  await saveInboxMessage(tx, { source, messageId: eventId }, status)
  return outcome ?? 'ignored'
}

async function quarantine(tx: Tx, event: ProviderEvent): Promise<string> {
  const { source, eventId, type, objectType, objectId, providerReference, paymentId } = event
  await saveInboxMessage(tx, { source, messageId: eventId }, 'ignored')
  await quarantineWebhook(tx, {
    source,
    messageId: eventId,
    type,
    objectType,
    objectId,
    heard: { providerReference, claimedTenant: tx.tenantId, claimedPayment: paymentId },
    status: 'held',
    reason: 'foreign_object',
    tenantId: tx.tenantId,
  })
  return 'quarantined'
}
