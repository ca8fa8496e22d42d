import { findPayment } from '@mainstay/db/payment/payment'
import {
  acrossTenants,
  type Database,
  type ReadTx,
  readTenant,
  type SystemTx,
  type Tx,
} from '@mainstay/db/postgres/client'
import { findTenantById } from '@mainstay/db/tenant/tenant'
import { insertInboxMessage, reopenInboxMessage } from '@mainstay/db/webhook/inbox'
import { findPaymentOwner } from '@mainstay/db/webhook/quarantine'
import { Id } from '@mainstay/domain/command/id'
import { routeWebhook, type WebhookClaims, type WebhookRoute } from '@mainstay/domain/webhook/webhook'
import { webhookSourceOf } from '@mainstay/integrations/payments/provider'
import { applyProviderEvent } from '@mainstay/workflows/apply-provider-event'
import { startWorkflow } from '@mainstay/workflows/engine/run-start'
import { v7 } from 'uuid'

type Received = WebhookClaims & { source: string }
type ToPayment = Extract<WebhookRoute, { to: 'payment' }>
type Message = { source: string; messageId: string; type: string; objectType: string; objectId: string }

/** Whose payment a message is about, by what our own tables know of it, before a tenant is known. */
export async function routeAcrossTenants(db: Database, claims: Received): Promise<WebhookRoute> {
  const { owner, tenant } = await acrossTenants(db, (tx) => namedBy(tx, claims))
  if (owner !== undefined || tenant === undefined) return routeWebhook(claims, owner === undefined ? {} : { owner })
  return readTenant(db, tenant.id, (tx) => routeWithinTenant(tx, claims))
}

/** The same, as far as one tenant can see. */
export async function routeWithinTenant(tx: ReadTx, claims: Received): Promise<WebhookRoute> {
  const { owner, tenant } = await namedBy(tx, claims)
  if (owner !== undefined || tenant?.id !== tx.tenantId)
    return routeWebhook(claims, owner === undefined ? {} : { owner })
  const paymentId = Id.safeParse(claims.claimedPayment).data
  const payment = paymentId === undefined ? undefined : await findPayment(tx, paymentId)
  return routeWebhook(claims, { claimed: { tenantId: tenant.id, ...(payment && { payment }) } })
}

async function namedBy(tx: ReadTx | SystemTx, { source, providerReference, claimedTenant }: Received) {
  const tenantId = Id.safeParse(claimedTenant).data
  return {
    owner: providerReference === undefined ? undefined : await findPaymentOwner(tx, source, providerReference),
    tenant: tenantId === undefined ? undefined : await findTenantById(tx, tenantId),
  }
}

/** Takes a message that is the tenant's, once, and has the payment looked at again. */
export async function acceptMessage(tx: Tx, message: Message, route: ToPayment): Promise<void> {
  const status = webhookSourceOf(message.source).topicOf(message) === undefined ? 'ignored' : 'received'
  const isNew = await insertInboxMessage(tx, { ...named(message), status })
  if (isNew) await startApplying(tx, message, route)
}

/** Because a person says so, whatever became of the message when it came. */
export async function acceptAgain(tx: Tx, message: Message, route: ToPayment): Promise<void> {
  await reopenInboxMessage(tx, { ...named(message), status: 'received' })
  await startApplying(tx, message, route)
}

async function startApplying(tx: Tx, message: Message, { paymentId, providerReference }: ToPayment): Promise<void> {
  const topic = webhookSourceOf(message.source).topicOf(message)
  if (topic === undefined) return
  const { source, messageId: eventId, ...about } = named(message)
  const payment = await findPayment(tx, paymentId)
  await startWorkflow(tx, applyProviderEvent, {
    tenantId: tx.tenantId,
    id: v7(),
    input: { source, eventId, topic, ...about, paymentId, providerReference },
    subject: { type: 'payment', id: paymentId },
    ...(payment && { purchaseId: payment.purchaseId }),
    startedBy: source,
  })
}

function named({ source, messageId, type, objectType, objectId }: Message): Message {
  return { source, messageId, type, objectType, objectId }
}
