import type { Actor } from '@mainstay/domain/access/actor'
import type { Change } from '@mainstay/domain/audit/audit'
import { v7 as newId } from 'uuid'
import type { Tx } from '../postgres/client.ts'
import { rowsInto } from '../postgres/insert-rows.ts'

export type AuditRecord = {
  action: string
  subject: { type: string; id: string; label: string }
  occurredAt: Date
  changes: readonly Change[]
  purchaseId?: string | undefined
  reason?: string | undefined
  /** The right that let the actor do it, in words: role, unit, limit. */
  allowedBy?: string | undefined
  requestId?: string | undefined
  runId?: string | undefined
}

/** Says who changed what, in the transaction of the change. */
export function recordAudit(tx: Tx, actor: Actor, record: AuditRecord): Promise<void> {
  return recordAudits(tx, actor, [record])
}

/** Any number of changes by one actor, in one statement. */
export function recordAudits(tx: Tx, actor: Actor, records: readonly AuditRecord[]): Promise<void> {
  return insertEntries(
    tx,
    records.map((record) => ({
      id: newId(),
      occurred_at: record.occurredAt,
      action: record.action,
      actor_type: actor.type,
      actor_id: actorId(actor),
      actor_name: actor.name,
      subject_type: record.subject.type,
      subject_id: record.subject.id,
      subject_label: record.subject.label,
      purchase_id: record.purchaseId ?? null,
      changes: JSON.stringify(record.changes),
      reason: record.reason ?? null,
      allowed_by: record.allowedBy ?? null,
      request_id: record.requestId ?? null,
      run_id: record.runId ?? (actor.type === 'system' ? (actor.runId ?? null) : null),
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
