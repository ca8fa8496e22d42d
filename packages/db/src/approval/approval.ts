import { sql } from 'kysely'
import { v7 as newId } from 'uuid'
import { actorId } from '../audit/audit.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'

export type ApprovalToOpen = {
  action: string
  subject: { type: string; id: string; version: number; label: string }
  commandHash: string
  amount: { amount: number; currency: string }
  requestedBy: { id: string; name: string }
  dueAt: Date
  expiresAt: Date
}

/** Asks for a second person. The subject's own save writes the audit entry and the event: it is one act. */
export async function insertApproval(tx: Tx, approval: ApprovalToOpen): Promise<string> {
  const id = newId()
  await tx
    .insertInto('approval')
    .values({
      tenant_id: tx.tenantId,
      id,
      action: approval.action,
      subject_type: approval.subject.type,
      subject_id: approval.subject.id,
      subject_version: approval.subject.version,
      subject_label: approval.subject.label,
      command_hash: approval.commandHash,
      amount: approval.amount.amount,
      currency: approval.amount.currency,
      status: 'open',
      requested_by: approval.requestedBy.id,
      requested_by_name: approval.requestedBy.name,
      requested_at: tx.act.at,
      due_at: approval.dueAt,
      expires_at: approval.expiresAt,
    })
    .execute()
  return id
}

/**
 * Records the second person's decision on exactly this command. Undefined when no open approval has this hash and
 * version: what was asked for is not what is about to be done.
 */
export async function decideApproval(
  tx: Tx,
  subject: { action: string; id: string; version: number; commandHash: string },
  status: 'approved' | 'rejected',
): Promise<string | undefined> {
  const { actor, at, reason = '' } = tx.act
  const decided = await tx
    .updateTable('approval')
    .set({
      status,
      decided_by: actorId(actor),
      decided_by_name: actor.name,
      decided_at: at,
      decision_note: reason,
      version: sql`version + 1`,
    })
    .where('tenant_id', '=', tx.tenantId)
    .where('action', '=', subject.action)
    .where('subject_id', '=', subject.id)
    .where('subject_version', '=', subject.version)
    .where('command_hash', '=', subject.commandHash)
    .where('status', '=', 'open')
    .returning('id')
    .executeTakeFirst()
  return decided?.id
}

/** What nobody decided about before its time was over, oldest first. */
export async function listExpiredSubjects(
  tx: ReadTx,
  { action, now, limit }: { action: string; now: Date; limit: number },
): Promise<string[]> {
  const rows = await selectExpired(tx, [tx.tenantId, action, now, limit])
  return rows.map((row) => row.subject_id)
}

const selectExpired = statement(
  { subject_id: 'uuid' },
  `select subject_id from approval
   where tenant_id = $1 and action = $2 and status = 'open' and expires_at <= $3
   order by expires_at limit $4`,
)

/** Ends what was asked of a second person about the locked subject. It releases nothing, so it is bound to no hash. */
export async function expireApproval(tx: Tx, { action, id }: { action: string; id: string }): Promise<void> {
  const expired = await closeOpen(tx, [tx.tenantId, action, id, tx.act.at])
  if (expired.length === 0) throw new Error(`nothing is open about ${action} of ${id}`)
}

const closeOpen = statement(
  { id: 'uuid' },
  `update approval set status = 'expired', decided_at = $4, version = version + 1
   where tenant_id = $1 and action = $2 and subject_id = $3 and status = 'open' and expires_at <= $4
   returning id`,
)
