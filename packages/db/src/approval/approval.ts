import { sql } from 'kysely'
import { v7 as newId } from 'uuid'
import { actorId } from '../audit/audit.ts'
import type { Tx } from '../postgres/client.ts'

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
