import { type Approval, type ListApprovals } from '@mainstay/domain/approval/approval'
import { ApprovalStatus } from '@mainstay/domain/approval/lifecycle'
import type { Page } from '@mainstay/domain/list/page'
import { sql } from 'kysely'
import { v7 as newId } from 'uuid'
import { actorId } from '../audit/audit.ts'
import { keysetClauses } from '../list/keyset.ts'
import { keysetOf, type List, pageFrom } from '../list/page.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'

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

/** What waits for a second person, soonest clock first. */
export async function listApprovals(
  tx: ReadTx,
  { cursor, limit, ...filters }: ListApprovals,
  cursorSecret: string,
): Promise<Page<Approval>> {
  const list: List = { secret: cursorSecret, sort: 'due_at', filters }
  const keyset = keysetOf(list, { cursor, limit })
  const clauses = keysetClauses(
    { by: 'approval.due_at', type: 'timestamptz', id: 'approval.id', first: 'smallest' },
    keyset,
  )
  const rows = await tx
    .selectFrom('approval')
    .select([
      'id',
      'action',
      'subject_type',
      'subject_id',
      'subject_version',
      'subject_label',
      'command_hash',
      'amount',
      'currency',
      'status',
      'requested_by',
      'requested_by_name',
      'requested_at',
      'due_at',
      'expires_at',
      'decided_by',
      'decided_by_name',
      'decided_at',
      clauses.position.as('position'),
    ])
    .where('tenant_id', '=', tx.tenantId)
    .where('status', '=', filters.status)
    .where(clauses.condition)
    .orderBy(clauses.orderBy)
    .limit(clauses.limit)
    .execute()
  return pageFrom(list, keyset, rows, {
    positionOf: (row) => ({ by: row.position, id: row.id }),
    itemOf: (row): Approval => ({
      id: row.id,
      action: row.action,
      subject: { type: row.subject_type, id: row.subject_id, label: row.subject_label, version: row.subject_version },
      commandHash: row.command_hash,
      amount: { amount: row.amount, currency: row.currency },
      status: ApprovalStatus.parse(row.status),
      requestedBy: { id: row.requested_by, name: row.requested_by_name },
      requestedAt: row.requested_at,
      dueAt: row.due_at,
      expiresAt: row.expires_at,
      decidedBy:
        row.decided_by === null || row.decided_by_name === null
          ? null
          : { id: row.decided_by, name: row.decided_by_name },
      decidedAt: row.decided_at,
    }),
  })
}
