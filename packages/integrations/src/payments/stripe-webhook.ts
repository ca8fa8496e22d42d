import { createHash } from 'node:crypto'
import * as z from 'zod'
import { assertSignedByStripe } from './stripe.ts'
import type { PaymentWebhook, ReceivedWebhook, WebhookSource, WebhookTopic } from './webhook.ts'

const toleranceSeconds = 300

/** Printable ASCII, as every id and name of the provider is: nothing that a text column refuses. */
const Name = z.string().regex(/^[!-~]{1,255}$/)

/** Said by whoever made the object: what is no name of ours stays a claim, and fits nothing. */
const Claim = z.string().transform((said) => Name.safeParse(said).data ?? 'unreadable')
const Reference = z.union([Name, z.object({ id: Name }).transform(({ id }) => id)])
const Event = z.object({
  id: Name,
  type: Name,
  data: z.object({
    object: z.object({
      object: Name,
      id: Name,
      payment_intent: Reference.nullish(),
      metadata: z.object({ tenant_id: Claim, payment_id: Claim }).partial().nullish(),
    }),
  }),
})

export const stripeWebhooks: WebhookSource = {
  source: 'stripe',
  name: 'Stripe',
  signatureHeader: 'stripe-signature',
  topicOf,
  read: readStripeWebhook,
}

function topicOf({ type, objectType }: { type: string; objectType: string }): WebhookTopic | undefined {
  if (objectType === 'payment_intent' || type === 'charge.expired') return 'payment'
  if (objectType === 'refund' || type === 'charge.refunded') return 'refunds'
  return objectType === 'dispute' ? 'disputes' : undefined
}

function readStripeWebhook(rawBody: Buffer, signature: string, secret: string): ReceivedWebhook {
  const body = rawBody.toString('utf8')
  try {
    assertSignedByStripe({ body, signature }, secret, toleranceSeconds)
  } catch {
    return { kind: 'unsigned' }
  }
  const json = parsed(body)
  const event = Event.safeParse(json)
  return event.success ? { kind: 'event', webhook: webhookFrom(event.data) } : unreadable(body, json)
}

function webhookFrom({ id, type, data: { object } }: z.infer<typeof Event>): PaymentWebhook {
  const { tenant_id: tenantId, payment_id: paymentId } = object.metadata ?? {}
  return {
    source: stripeWebhooks.source,
    eventId: id,
    type,
    objectType: object.object,
    objectId: object.id,
    providerReference: object.object === 'payment_intent' ? object.id : (object.payment_intent ?? undefined),
    metadata: { ...(tenantId !== undefined && { tenantId }), ...(paymentId !== undefined && { paymentId }) },
  }
}

function unreadable(body: string, json: unknown): ReceivedWebhook {
  const said = (key: string) =>
    Name.safeParse(typeof json === 'object' && json !== null ? Reflect.get(json, key) : undefined).data
  const hash = createHash('sha256').update(body).digest('hex')
  return {
    kind: 'unreadable',
    source: stripeWebhooks.source,
    eventId: said('id') ?? `sha256:${hash}`,
    type: said('type') ?? 'unknown',
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
