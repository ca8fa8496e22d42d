import * as z from 'zod'
import { accept, type Decision, refuse } from '../command/decision.ts'
import { Id } from '../command/id.ts'
import { listOf } from '../list/list.ts'
import { Words } from '../text/text.ts'
import { isClosed, WebhookStatus } from './lifecycle.ts'

/** What of a message keeps it from being placed. */
export const WebhookReason = z.enum([
  'another_payment',
  'no_tenant',
  'unknown_tenant',
  'unknown_payment',
  'no_provider_payment',
  'foreign_object',
  'unreadable_object',
])
export type WebhookReason = z.infer<typeof WebhookReason>

/** A message of a provider that could not be placed when it came. */
export const Webhook = z.object({
  id: Id,
  source: z.string(),
  messageId: z.string(),
  type: z.string(),
  objectType: z.string(),
  objectId: z.string(),
  /** What the provider calls the payment it is about, where it says so. */
  providerReference: z.string().nullable(),
  claimedPayment: z.string().nullable(),
  reason: WebhookReason,
  status: WebhookStatus,
  receivedAt: z.date(),
  resolution: z.string().nullable(),
  resolvedBy: z.string().nullable(),
  resolvedAt: z.date().nullable(),
  version: z.int(),
})
export type Webhook = z.infer<typeof Webhook>

export const webhookList = listOf('webhook', {
  sorts: { receivedAt: 'desc' },
  filters: {},
  views: { held: {}, not_ours: {}, closed: {} },
})

export const GetWebhook = z.strictObject({ webhookId: Id })
const reason = Words({ min: 3, max: 2000, empty: 'Say in a few words why' })
export const RetryWebhook = z.strictObject({ webhookId: Id, reason })
export const DismissWebhook = z.strictObject({ webhookId: Id, reason })

export type WebhookRefusal =
  | { code: 'webhook.already_closed'; status: WebhookStatus }
  | { code: 'webhook.unreadable' }
  | { code: 'webhook.still_unplaced'; reason: WebhookReason }

type Closable = Pick<Webhook, 'status' | 'objectId'>

/** Whether it can be tried again: what cannot be read never can. */
export function retryWebhook<W extends Closable>(webhook: W): Decision<W & { status: 'placed' }, WebhookRefusal> {
  if (isClosed(webhook.status)) return refuse({ code: 'webhook.already_closed', status: webhook.status })
  if (webhook.objectId === '') return refuse({ code: 'webhook.unreadable' })
  return accept({ ...webhook, status: 'placed' })
}

export function dismissWebhook<W extends Closable>(webhook: W): Decision<W & { status: 'dismissed' }, WebhookRefusal> {
  if (isClosed(webhook.status)) return refuse({ code: 'webhook.already_closed', status: webhook.status })
  return accept({ ...webhook, status: 'dismissed' })
}

/** What a message says of whose it is, in the provider's words and in those we gave the provider. */
export type WebhookClaims = { providerReference?: string; claimedTenant?: string; claimedPayment?: string }

/** What of that is ours. */
export type KnownReferences = {
  /** The payment that has the provider's reference. */
  owner?: { tenantId: string; paymentId: string }
  /** The tenant it claims, where there is one, and the payment of it. */
  claimed?: { tenantId: string; payment?: { id: string; providerReference: string | null } }
}

export type WebhookRoute =
  | { to: 'payment'; tenantId: string; paymentId: string; providerReference: string }
  | { to: 'held'; reason: WebhookReason; tenantId?: string }
  | { to: 'not_ours'; reason: WebhookReason }

/**
 * Whose payment a message is about. Our own record of the reference decides; without one the message's own word is
 * taken for as long as nothing of ours contradicts it, since the payment is read again before anything is believed.
 */
export function routeWebhook(claims: WebhookClaims, { owner, claimed }: KnownReferences): WebhookRoute {
  const { providerReference } = claims
  if (owner !== undefined && providerReference !== undefined) {
    const isClaimedByAnother =
      (claims.claimedTenant !== undefined && claims.claimedTenant !== owner.tenantId) ||
      (claims.claimedPayment !== undefined && claims.claimedPayment !== owner.paymentId)
    if (isClaimedByAnother) return { to: 'held', reason: 'another_payment' }
    return { to: 'payment', ...owner, providerReference }
  }
  if (claims.claimedTenant === undefined) return { to: 'not_ours', reason: 'no_tenant' }
  if (claimed === undefined) return { to: 'held', reason: 'unknown_tenant' }
  const { tenantId, payment } = claimed
  if (payment === undefined) return { to: 'held', tenantId, reason: 'unknown_payment' }
  if (providerReference === undefined) return { to: 'held', tenantId, reason: 'no_provider_payment' }
  if (payment.providerReference !== null && payment.providerReference !== providerReference) {
    return { to: 'held', tenantId, reason: 'another_payment' }
  }
  return { to: 'payment', tenantId, paymentId: payment.id, providerReference }
}
