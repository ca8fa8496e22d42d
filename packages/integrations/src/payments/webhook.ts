export type PaymentWebhook = {
  /** The provider that sent it. */
  source: string
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
  | { kind: 'unreadable'; source: string; eventId: string; type: string }
  | { kind: 'event'; webhook: PaymentWebhook }

/** What of a payment a message makes us look at again. */
export const webhookTopics = ['payment', 'refunds', 'disputes'] as const
export type WebhookTopic = (typeof webhookTopics)[number]

/** How the messages of one provider are received: at `/webhooks/<source>`. */
export type WebhookSource = {
  source: string
  /** As people know the provider. */
  name: string
  signatureHeader: string
  /** Undefined for what we keep no state of, which is taken and left. */
  topicOf(message: { type: string; objectType: string }): WebhookTopic | undefined
  /** Reads a message. Its object is a snapshot: fetch the object again before acting on it. */
  read(rawBody: Buffer, signature: string, secret: string): ReceivedWebhook
}
