import type { Page } from '@mainstay/domain/list/page'
import type { Money } from '@mainstay/domain/money/money'
import {
  type ListWorkItems,
  type WorkItem,
  type WorkItemCounts,
  WorkItemKind,
} from '@mainstay/domain/work-item/work-item'
import { sql } from 'kysely'
import { v7 as newId } from 'uuid'
import { actorId } from '../audit/audit.ts'
import { recordChange } from '../command/record.ts'
import { keysetClauses } from '../list/keyset.ts'
import { keysetOf, type List, pageFrom } from '../list/page.ts'
import { type ReadTx, raw, type Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'

export type WorkItemToOpen = {
  kind: WorkItemKind
  subject: { type: string; id: string; label: string }
  purchaseId?: string | undefined
  /** Instead of the act's own. */
  runId?: string | undefined
  /** One sentence: what happened. */
  cause: string
  /** The one action that helps most. */
  nextAction: string
  atStake?: Money | undefined
  dueAt: Date
}

/** By when an item wants somebody. */
export function hoursAfter(at: Date, hours: number): Date {
  return new Date(at.getTime() + hours * 3_600_000)
}

/** Puts something on the queue. The same kind for the same subject is there once while it is open. */
export async function openWorkItem(tx: Tx, item: WorkItemToOpen): Promise<void> {
  const id = newId()
  const inserted = await raw(
    tx,
    `insert into work_item (tenant_id, id, kind, subject_type, subject_id, subject_label, purchase_id, run_id, cause,
       next_action, amount, currency, status, due_at, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', $13, $14, $14)
     on conflict (tenant_id, kind, subject_id) where status = 'open' do nothing
     returning id`,
    [
      tx.tenantId,
      id,
      item.kind,
      item.subject.type,
      item.subject.id,
      item.subject.label,
      item.purchaseId ?? null,
      item.runId ?? tx.act.runId ?? null,
      item.cause,
      item.nextAction,
      item.atStake?.amount ?? null,
      item.atStake?.currency ?? null,
      item.dueAt,
      tx.act.at,
    ],
  )
  if (inserted.length === 0) return
  await recordItem(tx, 'open', {
    id,
    label: item.subject.label,
    version: 1,
    purchaseId: item.purchaseId,
    reason: item.cause,
  })
}

/** Closes what was open of this kind for the subject, because what it waited for has happened. */
export async function settleWorkItem(
  tx: Tx,
  { kind, subjectId, resolution }: { kind: WorkItemKind; subjectId: string; resolution: string },
): Promise<void> {
  const settled = await tx
    .updateTable('work_item')
    .set({ status: 'resolved', resolution, resolved_at: tx.act.at, updated_at: tx.act.at, version: sql`version + 1` })
    .where('tenant_id', '=', tx.tenantId)
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .where('status', '=', 'open')
    .returning(['id', 'subject_label', 'purchase_id', 'version'])
    .execute()
  for (const row of settled) {
    const { id, subject_label: label, purchase_id, version } = row
    await recordItem(tx, 'resolve', { id, label, version, purchaseId: purchase_id ?? undefined, reason: resolution })
  }
}

export async function lockWorkItem(tx: Tx, id: string): Promise<WorkItem> {
  const row = await tx
    .selectFrom('work_item')
    .select(columns)
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return workItemFromRow(found('work item', row))
}

/** Saves a claim or a resolution of a locked work item. */
export async function saveWorkItem(tx: Tx, item: WorkItem, verb: 'claim' | 'resolve'): Promise<WorkItem> {
  const { actor, at: now } = tx.act
  const version = item.version + 1
  await tx
    .updateTable('work_item')
    .set({
      status: item.status,
      owner_id: item.owner?.id ?? null,
      owner_name: item.owner?.name ?? null,
      resolution: item.resolution,
      resolved_by: item.status === 'resolved' && actor.type === 'member' ? actorId(actor) : null,
      resolved_at: item.status === 'resolved' ? now : null,
      updated_at: now,
      version,
    })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', item.id)
    .execute()
  await recordItem(tx, verb, {
    id: item.id,
    label: item.subject.label,
    version,
    purchaseId: item.purchaseId ?? undefined,
    reason: item.resolution ?? undefined,
  })
  return { ...item, version }
}

/** The queue, soonest clock first; what is resolved, latest clock first. */
export async function listWorkItems(
  tx: ReadTx,
  { cursor, limit, view }: ListWorkItems,
  { memberId, now, cursorSecret }: { memberId: string; now: Date; cursorSecret: string },
): Promise<Page<WorkItem>> {
  const list: List = { secret: cursorSecret, sort: 'due_at', filters: { view } }
  const keyset = keysetOf(list, { cursor, limit })
  const clauses = keysetClauses(
    {
      by: 'work_item.due_at',
      type: 'timestamptz',
      id: 'work_item.id',
      first: view === 'resolved' ? 'largest' : 'smallest',
    },
    keyset,
  )
  let query = tx
    .selectFrom('work_item')
    .select([...columns, clauses.position.as('position')])
    .where('tenant_id', '=', tx.tenantId)
    .where('status', '=', view === 'resolved' ? 'resolved' : 'open')
    .where(clauses.condition)
    .orderBy(clauses.orderBy)
    .limit(clauses.limit)

  if (view === 'mine') query = query.where('owner_id', '=', memberId)
  if (view === 'unowned') query = query.where('owner_id', 'is', null)
  if (view === 'late') query = query.where('due_at', '<', now)

  return pageFrom(list, keyset, await query.execute(), {
    positionOf: (row) => ({ by: row.position, id: row.id }),
    itemOf: workItemFromRow,
  })
}

/** Counts of the tabs over the thousand soonest open items: more than that is shown as 1,000. */
export async function countWorkItems(
  tx: ReadTx,
  { memberId, now }: { memberId: string; now: Date },
): Promise<WorkItemCounts> {
  const [counts] = await raw<WorkItemCounts>(
    tx,
    `select count(*)::int as open,
       (count(*) filter (where owner_id = $2))::int as mine,
       (count(*) filter (where due_at < $3))::int as late,
       (count(*) filter (where owner_id is null))::int as unowned
     from (select owner_id, due_at from work_item where tenant_id = $1 and status = 'open' order by due_at limit 1000) i`,
    [tx.tenantId, memberId, now],
  )
  return counts ?? { open: 0, mine: 0, late: 0, unowned: 0 }
}

const columns = [
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
  'created_at',
  'resolution',
  'version',
] as const

type WorkItemRow = {
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
  created_at: Date
  resolution: string | null
  version: number
}

function workItemFromRow(row: WorkItemRow): WorkItem {
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
    createdAt: row.created_at,
    resolution: row.resolution,
    version: row.version,
  }
}

type ItemChange = {
  id: string
  label: string
  version: number
  purchaseId?: string | undefined
  reason?: string | undefined
}

function recordItem(
  tx: Tx,
  verb: 'open' | 'claim' | 'resolve',
  { id, label, version, ...change }: ItemChange,
): Promise<void> {
  return recordChange(tx, {
    action: `workItem.${verb}`,
    subject: { type: 'work_item', id, label, version },
    data: { label },
    ...change,
  })
}
