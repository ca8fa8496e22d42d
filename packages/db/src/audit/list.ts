import { type AuditEntry, Change, type ListAuditEntries } from '@mainstay/domain/audit/audit'
import type { Page } from '@mainstay/domain/list/page'
import * as z from 'zod'
import { keysetClauses } from '../list/keyset.ts'
import { keysetOf, type List, pageFrom } from '../list/page.ts'
import type { ReadTx } from '../postgres/client.ts'

const Changes = z.array(Change)

/** The audit log, newest first. */
export async function listAuditEntries(
  tx: ReadTx,
  { cursor, limit, ...filters }: ListAuditEntries,
  cursorSecret: string,
): Promise<Page<AuditEntry>> {
  const list: List = { secret: cursorSecret, sort: 'occurred_at', filters }
  const keyset = keysetOf(list, { cursor, limit })
  const clauses = keysetClauses(
    { by: 'audit_entry.occurred_at', type: 'timestamptz', id: 'audit_entry.id', first: 'largest' },
    keyset,
  )
  let query = tx
    .selectFrom('audit_entry')
    .select([
      'id',
      'occurred_at',
      'action',
      'actor_type',
      'actor_id',
      'actor_name',
      'subject_type',
      'subject_id',
      'subject_label',
      'purchase_id',
      'changes',
      'reason',
      'allowed_by',
      'request_id',
      'run_id',
      clauses.position.as('position'),
    ])
    .where('tenant_id', '=', tx.tenantId)
    .where(clauses.condition)
    .orderBy(clauses.orderBy)
    .limit(clauses.limit)

  if (filters.actorId) query = query.where('actor_id', '=', filters.actorId)
  if (filters.action) query = query.where('action', '=', filters.action)
  if (filters.subjectType) query = query.where('subject_type', '=', filters.subjectType)
  if (filters.subjectId) query = query.where('subject_id', '=', filters.subjectId)
  if (filters.purchaseId) query = query.where('purchase_id', '=', filters.purchaseId)
  if (filters.from) query = query.where('occurred_at', '>=', filters.from)
  if (filters.to) query = query.where('occurred_at', '<', filters.to)

  return pageFrom(list, keyset, await query.execute(), {
    positionOf: (row) => ({ by: row.position, id: row.id }),
    itemOf: (row) => ({
      id: row.id,
      occurredAt: row.occurred_at,
      action: row.action,
      actor: { type: row.actor_type, id: row.actor_id, name: row.actor_name },
      subject: { type: row.subject_type, id: row.subject_id, label: row.subject_label },
      purchaseId: row.purchase_id,
      changes: Changes.parse(row.changes),
      reason: row.reason,
      allowedBy: row.allowed_by,
      requestId: row.request_id,
      runId: row.run_id,
    }),
  })
}
