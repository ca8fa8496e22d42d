import { createHash } from 'node:crypto'
import * as z from 'zod'
import { assertSignedByStripe } from './stripe.ts'

const toleranceSeconds = 300

/** Printable ASCII, as every id and name of the provider is: nothing that a text column refuses. */
const Name = z.string().regex(/^[!-~]{1,255}$/)

export type PaymentWebhook = {
  eventId: string
  type: string
  objectType: string
  objectId: string
  /** What the object says it is part of: the provider's own id of the payment. */
  providerReference: string | undefined
  metadata: { tenantId?: string; paymentId?: string }
}

/**
 * A message that is signed is the provider's, whatever its shape: what cannot be read is kept under its own id, or a
 * hash of it where it has none. One that is not signed, was altered or is too old is nobody's.
 */
export type ReceivedWebhook =
  | { kind: 'unsigned' }
  | { kind: 'unreadable'; eventId: string; type: string }
  | { kind: 'event'; webhook: PaymentWebhook }

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

/** Reads a message of the provider. Its object is a snapshot: fetch the object again before acting on it. */
export function readStripeWebhook(rawBody: Buffer, signature: string, secret: string): ReceivedWebhook {
  const body = rawBody.toString('utf8')
  try {
    assertSignedByStripe(body, signature, secret, toleranceSeconds)
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
  return { kind: 'unreadable', eventId: said('id') ?? `sha256:${hash}`, type: said('type') ?? 'unknown' }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
