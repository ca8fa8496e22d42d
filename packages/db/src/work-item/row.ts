import { WorkItemCause } from '@mainstay/domain/work-item/cause'
import { WorkItemEnding, WorkItemKind } from '@mainstay/domain/work-item/kind'
import { WorkItemResolution } from '@mainstay/domain/work-item/resolution'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import * as z from 'zod'
import type { RowOf } from '../postgres/statement.ts'

/** What is read of a work item. */
export const workItemRow = {
  id: 'uuid',
  kind: 'text',
  subject_type: 'text',
  subject_id: 'uuid',
  subject_label: 'text',
  purchase_id: 'uuid?',
  run_id: 'uuid?',
  cause: 'text',
  cause_facts: 'jsonb?',
  next_action: 'text',
  amount: 'bigint?',
  currency: 'text?',
  status: 'text',
  owner_id: 'uuid?',
  owner_name: 'text?',
  due_at: 'timestamptz',
  snoozed_until: 'timestamptz?',
  created_at: 'timestamptz',
  resolution: 'text?',
  resolution_facts: 'jsonb?',
  resolved_at: 'timestamptz?',
  resolved_by: 'uuid?',
  resolved_by_name: 'text?',
  ended_by: 'text?',
  version: 'int',
} as const
export const workItemColumns = Object.keys(workItemRow) as (keyof typeof workItemRow)[]

type WorkItemRow = RowOf<{ columns: typeof workItemRow }>

export function workItemFromRow(row: WorkItemRow): WorkItem {
  return {
    id: row.id,
    kind: WorkItemKind.parse(row.kind),
    subject: { type: row.subject_type, id: row.subject_id, label: row.subject_label },
    purchaseId: row.purchase_id,
    runId: row.run_id,
    cause: causeOf(row),
    atStake: row.amount === null || row.currency === null ? null : { amount: row.amount, currency: row.currency },
    status: row.status === 'resolved' ? 'resolved' : 'open',
    owner: row.owner_id === null || row.owner_name === null ? null : { id: row.owner_id, name: row.owner_name },
    dueAt: row.due_at,
    snoozedUntil: row.snoozed_until,
    createdAt: row.created_at,
    resolution: resolutionOf(row),
    resolvedAt: row.resolved_at,
    resolvedBy: row.resolved_by_name === null ? null : { id: row.resolved_by, name: row.resolved_by_name },
    endedBy: WorkItemEnding.nullable().parse(row.ended_by),
    version: row.version,
  }
}

const Facts = z.record(z.string(), z.unknown())

// Without facts it is a text: of a person, or from before there were codes.

function causeOf({ cause, cause_facts: facts, next_action: nextAction }: WorkItemRow): WorkItemCause {
  if (facts === null) return { code: 'legacy', text: cause, nextAction }
  return WorkItemCause.parse({ ...Facts.parse(facts), code: cause })
}

function resolutionOf({ resolution, resolution_facts: facts }: WorkItemRow): WorkItemResolution | null {
  if (resolution === null) return null
  if (facts === null) return { code: 'note', text: resolution }
  return WorkItemResolution.parse({ ...Facts.parse(facts), code: resolution })
}
