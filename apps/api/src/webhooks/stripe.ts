import { acrossTenants, type Database, inTenant } from '@mainstay/db/client'
import { insertInboxMessage } from '@mainstay/db/inbox'
import { findTenantById } from '@mainstay/db/tenant'
import { quarantineWebhook } from '@mainstay/db/webhook-quarantine'
import { Id } from '@mainstay/domain/id'
import {
  type PaymentWebhook,
  verifyStripeWebhook,
  WebhookRefused,
} from '@mainstay/integrations/payments/stripe-webhook'
import { applicableEvent, applyStripeEvent, subjectOf } from '@mainstay/workflows/apply-stripe-event'
import { startWorkflow } from '@mainstay/workflows/engine/run-start'
import type { FastifyInstance } from 'fastify'
import { v7 } from 'uuid'
import { singleHeader } from '../context.ts'
import { sendProblem } from '../problem.ts'

/**
 * Takes the provider's messages: 200 says that we have it and will look, never that it was applied. Register it in a
 * scope of its own, since it reads bodies as they came: the signature is over the bytes.
 */
export async function serveStripeWebhook(
  app: FastifyInstance,
  { db, secret }: { db: Database; secret: string },
): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  app.post('/webhooks/stripe', async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const message = verified(body, singleHeader(request.headers['stripe-signature']) ?? '', secret)
    switch (message.kind) {
      case 'refused':
        return sendProblem(reply, { code: 'BAD_REQUEST', message: 'This is not a message of the provider' })
      case 'unreadable':
        await keepUnreadable(db, message.event)
        break
      case 'webhook':
        await take(db, message.webhook)
    }
    return reply.send({ received: true })
  })
}

type SignedEvent = { id: string; type: string }
type Message =
  | { kind: 'webhook'; webhook: PaymentWebhook }
  | { kind: 'unreadable'; event: SignedEvent }
  | { kind: 'refused' }

function verified(body: Buffer, signature: string, secret: string): Message {
  try {
    return { kind: 'webhook', webhook: verifyStripeWebhook(body, signature, secret) }
  } catch (error) {
    if (!(error instanceof WebhookRefused)) throw error
    return error.event === undefined ? { kind: 'refused' } : { kind: 'unreadable', event: error.event }
  }
}

/** The provider would send it again for days: it is signed, so it is kept, though nobody can tell whose it is. */
function keepUnreadable(db: Database, { id, type }: SignedEvent): Promise<void> {
  const kept = { source: 'stripe', messageId: id, type, objectId: '', reason: 'names no object we can read' }
  return acrossTenants(db, (tx) => quarantineWebhook(tx, kept))
}

async function take(db: Database, webhook: PaymentWebhook): Promise<void> {
  const tenantId = await tenantOf(db, webhook)
  const { eventId, type, objectType, objectId } = webhook
  const message = { source: 'stripe', messageId: eventId, type, objectId }
  if (tenantId === undefined) {
    const reason = webhook.metadata.tenantId ? 'names a tenant that is not ours' : 'names no tenant'
    return acrossTenants(db, (tx) => quarantineWebhook(tx, { ...message, reason }))
  }

  const { paymentId, refundId } = webhook.metadata
  const input = applicableEvent({ eventId, objectType, objectId, paymentId, refundId })
  await inTenant(db, tenantId, async (tx) => {
    const isNew = await insertInboxMessage(tx, { ...message, objectType, status: input ? 'received' : 'ignored' })
    if (!isNew || input === undefined) return
    const subject = subjectOf(input)
    await startWorkflow(tx, applyStripeEvent, { tenantId, id: v7(), input, subject, startedBy: 'stripe' })
  })
}

async function tenantOf(db: Database, { metadata }: PaymentWebhook): Promise<string | undefined> {
  const named = Id.safeParse(metadata.tenantId)
  if (!named.success) return undefined
  const tenant = await acrossTenants(db, (tx) => findTenantById(tx, named.data))
  return tenant?.id
}
