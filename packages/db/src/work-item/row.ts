import { WorkItemEnding, WorkItemKind } from '@mainstay/domain/work-item/kind'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'

export const workItemColumns = [
  'id',
  'kind',
  'subject_type',
  'subject_id',
  'subject_label',
  'purchase_id',
  'run_id',
  'cause',
  'next_action',
  'amount',
  'currency',
  'status',
  'owner_id',
  'owner_name',
  'due_at',
  'snoozed_until',
  'created_at',
  'resolution',
  'resolved_at',
  'resolved_by',
  'resolved_by_name',
  'ended_by',
  'version',
] as const

export type WorkItemRow = {
  id: string
  kind: string
  subject_type: string
  subject_id: string
  subject_label: string
  purchase_id: string | null
  run_id: string | null
  cause: string
  next_action: string
  amount: number | null
  currency: string | null
  status: string
  owner_id: string | null
  owner_name: string | null
  due_at: Date
  snoozed_until: Date | null
  created_at: Date
  resolution: string | null
  resolved_at: Date | null
  resolved_by: string | null
  resolved_by_name: string | null
  ended_by: string | null
  version: number
}

export function workItemFromRow(row: WorkItemRow): WorkItem {
  return {
    id: row.id,
    kind: WorkItemKind.parse(row.kind),
    subject: { type: row.subject_type, id: row.subject_id, label: row.subject_label },
    purchaseId: row.purchase_id,
    runId: row.run_id,
    cause: row.cause,
    nextAction: row.next_action,
    atStake: row.amount === null || row.currency === null ? null : { amount: row.amount, currency: row.currency },
    status: row.status === 'resolved' ? 'resolved' : 'open',
    owner: row.owner_id === null || row.owner_name === null ? null : { id: row.owner_id, name: row.owner_name },
    dueAt: row.due_at,
    snoozedUntil: row.snoozed_until,
    createdAt: row.created_at,
    resolution: row.resolution,
    resolvedAt: row.resolved_at,
    resolvedBy: row.resolved_by_name === null ? null : { id: row.resolved_by, name: row.resolved_by_name },
    endedBy: WorkItemEnding.nullable().parse(row.ended_by),
    version: row.version,
  }
}
