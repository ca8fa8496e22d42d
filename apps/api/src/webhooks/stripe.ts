import { acrossTenants, type Database, inTenant } from '@mainstay/db/client'
import { insertInboxMessage } from '@mainstay/db/inbox'
import { findTenantById } from '@mainstay/db/tenant'
import { quarantineWebhook } from '@mainstay/db/webhook-quarantine'
import { Id } from '@mainstay/domain/id'
import { type PaymentWebhook, readStripeWebhook } from '@mainstay/integrations/payments/stripe-webhook'
import { applicableEvent, applyStripeEvent } from '@mainstay/workflows/apply-stripe-event'
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
    const received = readStripeWebhook(body, singleHeader(request.headers['stripe-signature']) ?? '', secret)
    switch (received.kind) {
      case 'unsigned':
        return sendProblem(reply, { code: 'BAD_REQUEST', message: 'This is not a message of the provider' })
      case 'unreadable':
        await keepUnreadable(db, received)
        break
      case 'event':
        await take(db, received.webhook)
    }
    return reply.send({ received: true })
  })
}

/** The provider would send it again for days: it is signed, so it is kept, though nobody can tell whose it is. */
function keepUnreadable(db: Database, { eventId, type }: { eventId: string; type: string }): Promise<void> {
  const kept = { source: 'stripe', messageId: eventId, type, objectId: '', reason: 'names no object we can read' }
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

  const { providerReference, metadata } = webhook
  const input = applicableEvent({ eventId, type, objectType, providerReference, paymentId: metadata.paymentId })
  await inTenant(db, tenantId, async (tx) => {
    const isNew = await insertInboxMessage(tx, { ...message, objectType, status: input ? 'received' : 'ignored' })
    if (!isNew || input === undefined) return
    const subject = { type: 'payment', id: input.paymentId }
    await startWorkflow(tx, applyStripeEvent, { tenantId, id: v7(), input, subject, startedBy: 'stripe' })
  })
}

async function tenantOf(db: Database, { metadata }: PaymentWebhook): Promise<string | undefined> {
  const named = Id.safeParse(metadata.tenantId)
  if (!named.success) return undefined
  const tenant = await acrossTenants(db, (tx) => findTenantById(tx, named.data))
  return tenant?.id
}
