import * as z from 'zod'
import { readSignedStripeEvent } from './stripe.ts'

const toleranceSeconds = 300

export type PaymentWebhook = {
  eventId: string
  type: string
  objectType: string
  objectId: string
  metadata: { tenantId?: string; purchaseId?: string; paymentId?: string; refundId?: string }
  occurredAt: Date
}

/** `signature`: not from the provider, altered, or too old: answer 400. `shape`: signed, yet not readable. */
export class WebhookRefused extends Error {
  readonly reason: 'signature' | 'shape'
  /** What a signed message says of itself, so that it can be kept for a person. */
  readonly event: { id: string; type: string } | undefined

  constructor(reason: 'signature' | 'shape', options: { cause: unknown; event?: { id: string; type: string } }) {
    super(`The webhook is refused for its ${reason}`, { cause: options.cause })
    this.name = 'WebhookRefused'
    this.reason = reason
    this.event = options.event
  }
}

const text = z.string().min(1)
const EventObject = z.object({
  object: text,
  id: text,
  metadata: z.object({ tenant_id: text, purchase_id: text, payment_id: text, refund_id: text }).partial().nullish(),
})

/** The facts of a signed event. Its object is a snapshot: fetch the object again before acting on it. */
export function verifyStripeWebhook(rawBody: string | Buffer, signature: string, secret: string): PaymentWebhook {
  const event = signedEvent(rawBody, signature, secret)
  const parsed = EventObject.safeParse(event.data.object)
  if (!parsed.success) throw new WebhookRefused('shape', { cause: parsed.error, event })
  const { object, id, metadata } = parsed.data
  return {
    eventId: event.id,
    type: event.type,
    objectType: object,
    objectId: id,
    metadata: {
      ...(metadata?.tenant_id ? { tenantId: metadata.tenant_id } : {}),
      ...(metadata?.purchase_id ? { purchaseId: metadata.purchase_id } : {}),
      ...(metadata?.payment_id ? { paymentId: metadata.payment_id } : {}),
      ...(metadata?.refund_id ? { refundId: metadata.refund_id } : {}),
    },
    occurredAt: new Date(event.created * 1_000),
  }
}

function signedEvent(rawBody: string | Buffer, signature: string, secret: string) {
  try {
    return readSignedStripeEvent(rawBody, signature, secret, toleranceSeconds)
  } catch (cause) {
    throw new WebhookRefused('signature', { cause })
  }
}
