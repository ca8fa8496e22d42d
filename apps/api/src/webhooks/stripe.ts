import { acrossTenants, type Database, inTenant } from '@mainstay/db/postgres/client'
import { quarantineWebhook } from '@mainstay/db/webhook/quarantine'
import { bySystem } from '@mainstay/domain/command/act'
import { type PaymentWebhook, readStripeWebhook } from '@mainstay/integrations/payments/stripe-webhook'
import type { FastifyInstance } from 'fastify'
import { singleHeader } from '../http/context.ts'
import { sendProblem } from '../http/problem.ts'
import { placementAnywhere, takeMessage } from './place.ts'

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
  const message = { source: 'stripe', messageId: eventId, type, objectType: '', objectId: '' }
  const reason = 'names no object we can read'
  return acrossTenants(db, (tx) => quarantineWebhook(tx, { ...message, heard: {}, status: 'held', reason }))
}

async function take(db: Database, { eventId, providerReference, metadata, ...about }: PaymentWebhook): Promise<void> {
  const { tenantId: claimedTenant, paymentId: claimedPayment } = metadata
  const heard = {
    ...(providerReference !== undefined && { providerReference }),
    ...(claimedTenant !== undefined && { claimedTenant }),
    ...(claimedPayment !== undefined && { claimedPayment }),
  }
  const message = { messageId: eventId, ...about }
  const placement = await placementAnywhere(db, heard)
  if (placement.to === 'payment') {
    const writer = { tenantId: placement.tenantId, act: bySystem(new Date()) }
    return inTenant(db, writer, (tx) => takeMessage(tx, message, placement))
  }
  const { to: status, reason } = placement
  const tenantId = status === 'held' ? placement.tenantId : undefined
  return acrossTenants(db, (tx) =>
    quarantineWebhook(tx, { source: 'stripe', ...message, heard, status, reason, tenantId }),
  )
}
