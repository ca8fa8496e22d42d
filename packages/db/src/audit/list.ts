import { type AuditEntry, auditList, Change } from '@mainstay/domain/audit/audit'
import * as z from 'zod'
import { listSource } from '../list/source.ts'
import type { ReadTx } from '../postgres/client.ts'

const Changes = z.array(Change)

const entries = (tx: ReadTx) =>
  tx
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
    ])
    .where('tenant_id', '=', tx.tenantId)

export const auditEntries = listSource(auditList, {
  rows: entries,
  id: 'audit_entry.id',
  sorts: { occurredAt: { by: 'audit_entry.occurred_at', type: 'timestamptz' } },
  filters: {
    actor: 'audit_entry.actor_id',
    action: 'audit_entry.action',
    subjectType: 'audit_entry.subject_type',
    subject: 'audit_entry.subject_id',
    purchase: 'audit_entry.purchase_id',
    occurred: 'audit_entry.occurred_at',
  },
  itemsOf: (rows) =>
    rows.map(
      (row): AuditEntry => ({
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
    ),
})
