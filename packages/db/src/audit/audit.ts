import type { Actor } from '@mainstay/domain/access/actor'
import type { Action } from '@mainstay/domain/audit/action'
import type { Change } from '@mainstay/domain/audit/audit'
import { v7 as newId } from 'uuid'
import type { Tx } from '../postgres/client.ts'
import { rowsInto } from '../postgres/insert-rows.ts'

export type AuditRecord = {
  action: Action
  subject: { type: string; id: string; label: string }
  changes: readonly Change[]
  purchaseId?: string | undefined
  /** Instead of the act's own. */
  reason?: string | undefined
}

/** Says who changed what, in the transaction of the change. */
export function recordAudit(tx: Tx, record: AuditRecord): Promise<void> {
  return recordAudits(tx, [record])
}

/** Any number of changes, in one statement. */
export function recordAudits(tx: Tx, records: readonly AuditRecord[]): Promise<void> {
  const { actor, at, reason, allowedBy, requestId, runId } = tx.act
  return insertEntries(
    tx,
    records.map((record) => ({
      id: newId(),
      occurred_at: at,
      action: record.action,
      actor_type: actor.type,
      actor_id: actorId(actor),
      actor_name: actor.name,
      subject_type: record.subject.type,
      subject_id: record.subject.id,
      subject_label: record.subject.label,
      purchase_id: record.purchaseId ?? null,
      changes: JSON.stringify(record.changes),
      reason: record.reason ?? reason ?? null,
      allowed_by: allowedBy ?? null,
      request_id: requestId ?? null,
      run_id: runId ?? null,
    })),
  )
}

const insertEntries = rowsInto('audit_entry', {
  id: 'uuid',
  occurred_at: 'timestamptz',
  action: 'text',
  actor_type: 'text',
  actor_id: 'uuid',
  actor_name: 'text',
  subject_type: 'text',
  subject_id: 'uuid',
  subject_label: 'text',
  purchase_id: 'uuid',
  changes: 'jsonb',
  reason: 'text',
  allowed_by: 'text',
  request_id: 'text',
  run_id: 'uuid',
})

/** The system and a provider have no row of their own. */
export function actorId(actor: Actor): string | null {
  return actor.type === 'member' || actor.type === 'api_key' ? actor.id : null
}
