import type { Tx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'

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
  const inserted = await insertOnce(tx, valuesOf(tx, message))
  return inserted.length > 0
}

/** Takes a message anew that a person has placed, whatever became of it before. */
export async function reopenInboxMessage(tx: Tx, message: InboxMessage & { status: 'received' }): Promise<void> {
  await insertAgain(tx, valuesOf(tx, message))
}

const insertText = `
  insert into inbox_message (tenant_id, source, message_id, type, object_type, object_id, status)
  values ($1, $2, $3, $4, $5, $6, $7) on conflict (tenant_id, source, message_id)`
const insertOnce = statement({ message_id: 'text' }, `${insertText} do nothing returning message_id`)
const insertAgain = statement(
  { message_id: 'text' },
  `${insertText} do update set status = excluded.status, handled_at = null returning message_id`,
)

function valuesOf(tx: Tx, message: InboxMessage & { status: string }): string[] {
  const { source, messageId, type, objectType, objectId, status } = message
  return [tx.tenantId, source, messageId, type, objectType, objectId, status]
}

/** What became of a message. One that contradicts our books is `applied`: a work item has it now. */
export async function saveInboxMessage(
  tx: Tx,
  message: Pick<InboxMessage, 'source' | 'messageId'>,
  status: 'applied' | 'already_applied' | 'ignored',
): Promise<void> {
  await tx
    .updateTable('inbox_message')
    .set({ status, handled_at: tx.act.at })
    .where('tenant_id', '=', tx.tenantId)
    .where('source', '=', message.source)
    .where('message_id', '=', message.messageId)
    .execute()
}
