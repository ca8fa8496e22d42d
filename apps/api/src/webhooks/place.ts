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
import { type HeardOf, type Placement, placeWebhook } from '@mainstay/domain/webhook/webhook'
import { applyStripeEvent, topicOf } from '@mainstay/workflows/apply-stripe-event'
import { startWorkflow } from '@mainstay/workflows/engine/run-start'
import { v7 } from 'uuid'

type Heard = HeardOf & { source: string }
type ToPayment = Extract<Placement, { to: 'payment' }>
type Message = { source: string; messageId: string; type: string; objectType: string; objectId: string }

/** Whose payment a message is about, by what our own tables know of it, before a tenant is known. */
export async function placementAnywhere(db: Database, heard: Heard): Promise<Placement> {
  const { owner, tenant } = await acrossTenants(db, (tx) => namedBy(tx, heard))
  if (owner !== undefined || tenant === undefined) return placeWebhook(heard, owner === undefined ? {} : { owner })
  return readTenant(db, tenant.id, (tx) => placementWithin(tx, heard))
}

/** The same, as far as one tenant can see. */
export async function placementWithin(tx: ReadTx, heard: Heard): Promise<Placement> {
  const { owner, tenant } = await namedBy(tx, heard)
  if (owner !== undefined || tenant?.id !== tx.tenantId)
    return placeWebhook(heard, owner === undefined ? {} : { owner })
  const paymentId = Id.safeParse(heard.claimedPayment).data
  const payment = paymentId === undefined ? undefined : await findPayment(tx, paymentId)
  return placeWebhook(heard, { claimed: { tenantId: tenant.id, ...(payment && { payment }) } })
}

async function namedBy(tx: ReadTx | SystemTx, { source, providerReference, claimedTenant }: Heard) {
  const tenantId = Id.safeParse(claimedTenant).data
  return {
    owner: providerReference === undefined ? undefined : await findPaymentOwner(tx, source, providerReference),
    tenant: tenantId === undefined ? undefined : await findTenantById(tx, tenantId),
  }
}

/** Takes a message that is the tenant's, once, and has the payment looked at again. */
export async function takeMessage(tx: Tx, message: Message, placement: ToPayment): Promise<void> {
  const status = topicOf(message) === undefined ? 'ignored' : 'received'
  const isNew = await insertInboxMessage(tx, { ...named(message), status })
  if (isNew) await lookAgain(tx, message, placement)
}

/** Because a person says so, whatever became of the message when it came. */
export async function takeAgain(tx: Tx, message: Message, placement: ToPayment): Promise<void> {
  await reopenInboxMessage(tx, { ...named(message), status: 'received' })
  await lookAgain(tx, message, placement)
}

async function lookAgain(tx: Tx, message: Message, { paymentId, providerReference }: ToPayment): Promise<void> {
  const topic = topicOf(message)
  if (topic === undefined) return
  const { source, messageId: eventId, ...about } = named(message)
  await startWorkflow(tx, applyStripeEvent, {
    tenantId: tx.tenantId,
    id: v7(),
    input: { eventId, topic, ...about, paymentId, providerReference },
    subject: { type: 'payment', id: paymentId },
    startedBy: source,
  })
}

function named({ source, messageId, type, objectType, objectId }: Message): Message {
  return { source, messageId, type, objectType, objectId }
}
