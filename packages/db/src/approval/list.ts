import { type Approval, approvalList } from '@mainstay/domain/approval/approval'
import { ApprovalStatus } from '@mainstay/domain/approval/lifecycle'
import { listSource } from '../list/source.ts'
import type { ReadTx } from '../postgres/client.ts'

/** What waits for a second person, and what one decided. */
export const approvals = listSource(approvalList, {
  rows: approvalRows,
  id: 'approval.id',
  sorts: { dueAt: { by: 'approval.due_at', type: 'timestamptz' } },
  filters: { status: 'approval.status' },
  itemsOf: (rows) =>
    rows.map(
      (row): Approval => ({
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
    ),
})

function approvalRows(tx: ReadTx) {
  return tx
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
    ])
    .where('tenant_id', '=', tx.tenantId)
}
