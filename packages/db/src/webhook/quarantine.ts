import { WebhookStatus } from '@mainstay/domain/webhook/lifecycle'
import { type Webhook, type WebhookClaims, WebhookReason, webhookList } from '@mainstay/domain/webhook/webhook'
import { sql } from 'kysely'
import { v7 } from 'uuid'
import { actorId } from '../audit/audit.ts'
import { recordChange } from '../command/record.ts'
import { listSource } from '../list/source.ts'
import type { ReadTx, SystemTx, Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { statement } from '../postgres/statement.ts'

export type WebhookToKeep = {
  source: string
  messageId: string
  type: string
  objectType: string
  objectId: string
  heard: WebhookClaims
  status: 'held' | 'not_ours'
  reason: WebhookReason
  /** Whose it is, where that much is known. */
  tenantId?: string | undefined
}

/** Keeps a message that cannot be placed, or is not ours. A repeat of it is kept once. */
export async function quarantineWebhook(tx: SystemTx | Tx, webhook: WebhookToKeep): Promise<void> {
  const { heard } = webhook
  await insertOnce(tx, [
    v7(),
    webhook.source,
    webhook.messageId,
    webhook.type,
    webhook.objectType,
    webhook.objectId,
    heard.providerReference ?? null,
    heard.claimedTenant ?? null,
    heard.claimedPayment ?? null,
    webhook.tenantId ?? null,
    webhook.status,
    webhook.reason,
  ])
}

const insertOnce = statement(
  { id: 'uuid' },
  `insert into webhook_quarantine (id, source, message_id, type, object_type, object_id, provider_reference,
     claimed_tenant, claimed_payment, owner_tenant_id, status, reason)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
   on conflict (source, message_id) do nothing returning id`,
)

/** The tenant's own, and those that nobody owns, which somebody has to see. */
export const webhooks = listSource(webhookList, {
  rows: (tx) => visible(tx).select(columns),
  id: 'webhook_quarantine.id',
  sorts: { receivedAt: { by: 'webhook_quarantine.received_at', type: 'timestamptz' } },
  filters: {},
  views: {
    held: () => sql`status = 'held'`,
    not_ours: () => sql`status = 'not_ours'`,
    closed: () => sql`status in ('placed', 'dismissed')`,
  },
  itemsOf: (rows) => rows.map((row) => webhookFromRow(row).webhook),
})

/** Throws NotFound, for another tenant's too. */
export async function getWebhook(tx: ReadTx, id: string): Promise<Webhook> {
  const row = await visible(tx).select(columns).where('id', '=', id).executeTakeFirst()
  return webhookFromRow(found('webhook', row)).webhook
}

export async function lockWebhook(tx: Tx, id: string): Promise<{ webhook: Webhook; heard: WebhookClaims }> {
  const row = await visible(tx).select(columns).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
  return webhookFromRow(found('webhook', row))
}

/** Saves how a locked message was closed, and by whom. */
export async function saveWebhook(
  tx: Tx,
  webhook: Webhook,
  { action, before }: { action: 'webhook.retry' | 'webhook.dismiss'; before: WebhookStatus },
): Promise<Webhook> {
  const { actor, at, reason = '' } = tx.act
  const version = webhook.version + 1
  await tx
    .updateTable('webhook_quarantine')
    .set({
      status: webhook.status,
      owner_tenant_id: tx.tenantId,
      resolution: reason,
      resolved_by: actorId(actor),
      resolved_by_name: actor.name,
      resolved_at: at,
      version,
    })
    .where('id', '=', webhook.id)
    .execute()
  await recordChange(tx, {
    action,
    subject: { type: 'webhook', id: webhook.id, label: webhook.messageId, version },
    changes: [{ field: 'status', before, after: webhook.status }],
    data: { messageId: webhook.messageId, type: webhook.type },
  })
  return { ...webhook, resolution: reason, resolvedBy: actor.name, resolvedAt: at, version }
}

/** Whose payment the provider means by this reference, whoever the tenant. */
export async function findPaymentOwner(
  tx: ReadTx | SystemTx,
  provider: string,
  reference: string,
): Promise<{ tenantId: string; paymentId: string } | undefined> {
  const [row] = await selectOwner(tx, [provider, reference])
  return row
}

const selectOwner = statement(
  { tenantId: 'uuid', paymentId: 'uuid' },
  `select owner_tenant_id as "tenantId", payment_id as "paymentId" from payment_reference
   where provider = $1 and reference = $2`,
)

const columns = [
  'id',
  'source',
  'message_id',
  'type',
  'object_type',
  'object_id',
  'provider_reference',
  'claimed_tenant',
  'claimed_payment',
  'reason',
  'status',
  'received_at',
  'resolution',
  'resolved_by_name',
  'resolved_at',
  'version',
] as const

function visible(tx: ReadTx) {
  return tx
    .selectFrom('webhook_quarantine')
    .where(sql<boolean>`(owner_tenant_id is null or owner_tenant_id = ${tx.tenantId})`)
}

type Row = Awaited<ReturnType<typeof selected>>
function selected(tx: ReadTx) {
  return visible(tx).select(columns).executeTakeFirstOrThrow()
}

function webhookFromRow(row: Row): { webhook: Webhook; heard: WebhookClaims } {
  return {
    webhook: {
      id: row.id,
      source: row.source,
      messageId: row.message_id,
      type: row.type,
      objectType: row.object_type,
      objectId: row.object_id,
      providerReference: row.provider_reference,
      claimedPayment: row.claimed_payment,
      reason: reasonOf(row.reason),
      status: WebhookStatus.parse(row.status),
      receivedAt: row.received_at,
      resolution: row.resolution,
      resolvedBy: row.resolved_by_name,
      resolvedAt: row.resolved_at,
      version: row.version,
    },
    heard: {
      ...(row.provider_reference !== null && { providerReference: row.provider_reference }),
      ...(row.claimed_tenant !== null && { claimedTenant: row.claimed_tenant }),
      ...(row.claimed_payment !== null && { claimedPayment: row.claimed_payment }),
    },
  }
}

/** As rows from before there were codes have it; they are kept for 90 days. */
const reasonsInWords: Record<string, WebhookReason> = {
  'names another payment than its own': 'another_payment',
  'names no tenant': 'no_tenant',
  'names a tenant that is not ours': 'unknown_tenant',
  'names a payment that is not ours': 'unknown_payment',
  'names no payment of the provider': 'no_provider_payment',
  'names an object that is not of its payment': 'foreign_object',
  'names no object we can read': 'unreadable_object',
}

function reasonOf(text: string): WebhookReason {
  return reasonsInWords[text] ?? WebhookReason.parse(text)
}
