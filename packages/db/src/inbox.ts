import { raw, type Tx } from './client.ts'

export type InboxMessage = {
  source: string
  messageId: string
  type: string
  objectType: string
  objectId: string
}

/** Takes a provider's message, once. False: it was taken before. */
export async function insertInboxMessage(
  tx: Tx,
  message: InboxMessage & { status: 'received' | 'ignored' },
): Promise<boolean> {
  const inserted = await raw(
    tx,
    `insert into inbox_message (tenant_id, source, message_id, type, object_type, object_id, status)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (tenant_id, source, message_id) do nothing returning message_id`,
    [
      tx.tenantId,
      message.source,
      message.messageId,
      message.type,
      message.objectType,
      message.objectId,
      message.status,
    ],
  )
  return inserted.length > 0
}

/** What became of a message. One that contradicts our books is `applied`: a work item has it now. */
export async function saveInboxMessage(
  tx: Tx,
  message: Pick<InboxMessage, 'source' | 'messageId'>,
  status: 'applied' | 'already_applied' | 'ignored',
  at: Date,
): Promise<void> {
  await tx
    .updateTable('inbox_message')
    .set({ status, handled_at: at })
    .where('tenant_id', '=', tx.tenantId)
    .where('source', '=', message.source)
    .where('message_id', '=', message.messageId)
    .execute()
}
