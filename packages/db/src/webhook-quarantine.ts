import { v7 } from 'uuid'
import { raw, type SystemTx } from './client.ts'

export type QuarantinedWebhook = {
  source: string
  messageId: string
  type: string
  objectId: string
  /** Why no tenant could be found for it. */
  reason: string
}

/** Keeps a message that names no tenant of ours, for a person. A repeat of it is kept once. */
export async function quarantineWebhook(tx: SystemTx, webhook: QuarantinedWebhook): Promise<void> {
  await raw(
    tx,
    `insert into webhook_quarantine (id, source, message_id, type, object_id, reason)
     values ($1, $2, $3, $4, $5, $6) on conflict (source, message_id) do nothing returning id`,
    [v7(), webhook.source, webhook.messageId, webhook.type, webhook.objectId, webhook.reason],
  )
}
