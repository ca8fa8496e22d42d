import { acrossTenants, type Database, inTenant } from '@mainstay/db/postgres/client'
import { quarantineWebhook } from '@mainstay/db/webhook/quarantine'
import { bySystem } from '@mainstay/domain/command/act'
import type { PaymentWebhook, ReceivedWebhook, WebhookSource } from '@mainstay/integrations/payments/webhook'
import type { FastifyInstance } from 'fastify'
import { singleHeader } from '../http/context.ts'
import { sendProblem } from '../http/problem.ts'
import { acceptMessage, routeAcrossTenants } from './route.ts'

export type ReceivedFrom = { db: Database; from: WebhookSource; secret: string }

/**
 * Takes the messages of a provider: 200 says that we have it and will look, never that it was applied. Register it in a
 * scope of its own, since it reads bodies as they came: the signature is over the bytes.
 */
export async function receiveWebhooks(app: FastifyInstance, { db, from, secret }: ReceivedFrom): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  app.post(`/webhooks/${from.source}`, async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const received = from.read(body, singleHeader(request.headers[from.signatureHeader]) ?? '', secret)
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

type Unreadable = Extract<ReceivedWebhook, { kind: 'unreadable' }>

/** The provider would send it again for days: it is signed, so it is kept, though nobody can tell whose it is. */
function keepUnreadable(db: Database, { source, eventId, type }: Unreadable): Promise<void> {
  const message = { source, messageId: eventId, type, objectType: '', objectId: '' }
  const unread = { ...message, heard: {}, status: 'held', reason: 'unreadable_object' } as const
  return acrossTenants(db, (tx) => quarantineWebhook(tx, unread))
}

async function take(db: Database, { eventId, providerReference, metadata, ...about }: PaymentWebhook): Promise<void> {
  const { tenantId: claimedTenant, paymentId: claimedPayment } = metadata
  const heard = {
    ...(providerReference !== undefined && { providerReference }),
    ...(claimedTenant !== undefined && { claimedTenant }),
    ...(claimedPayment !== undefined && { claimedPayment }),
  }
  const message = { messageId: eventId, ...about }
  const route = await routeAcrossTenants(db, { ...heard, source: about.source })
  if (route.to === 'payment') {
    const writer = { tenantId: route.tenantId, act: bySystem(new Date()) }
    return inTenant(db, writer, (tx) => acceptMessage(tx, message, route))
  }
  const { to: status, reason } = route
  const tenantId = status === 'held' ? route.tenantId : undefined
  return acrossTenants(db, (tx) => quarantineWebhook(tx, { ...message, heard, status, reason, tenantId }))
}
