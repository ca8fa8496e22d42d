import type { Change } from '@mainstay/domain/audit/audit'
import type { Act } from '@mainstay/domain/command/act'
import { type WorkItemMove, workItemLifecycle } from '@mainstay/domain/work-item/lifecycle'
import type { WorkItemResolution } from '@mainstay/domain/work-item/resolution'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { sql } from 'kysely'
import { v7 as newId } from 'uuid'
import { recordMove, saveMove } from '../command/move.ts'
import type { Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { workItemColumns, workItemFromRow } from './row.ts'

/** How a work item's moves are written. */
export const workItems = {
  lifecycle: workItemLifecycle,
  table: 'work_item',
  columnsOf: ({ owner, snoozedUntil, resolution, resolvedAt, resolvedBy, endedBy }: WorkItem) => ({
    owner_id: owner?.id ?? null,
    owner_name: owner?.name ?? null,
    snoozed_until: snoozedUntil,
    ...resolutionColumns(resolution),
    resolved_at: resolvedAt,
    resolved_by: resolvedBy?.id ?? null,
    resolved_by_name: resolvedBy?.name ?? null,
    ended_by: endedBy,
  }),
  labelOf: ({ subject, purchaseId }: WorkItem) => ({
    label: subject.label,
    ...(purchaseId !== null && { purchaseId }),
  }),
  dataOf: ({ subject }: WorkItem) => ({ label: subject.label }),
} as const

/** Throws NotFound. */
export async function lockWorkItem(tx: Tx, id: string): Promise<WorkItem> {
  const [item] = await lockWorkItems(tx, [id])
  return found('work item', item)
}

/** Those of them that are there, in the one order in which everybody locks several. */
export async function lockWorkItems(tx: Tx, ids: readonly string[]): Promise<WorkItem[]> {
  const rows = await tx
    .selectFrom('work_item')
    .select(workItemColumns)
    .where('tenant_id', '=', tx.tenantId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(workItemFromRow)
}

type Decided = { before: WorkItem; after: WorkItem; move: Exclude<WorkItemMove, 'open' | 'comment'> }

/** Saves what was decided about a locked item. What changes nothing is not written, and nobody is told of it. */
export async function saveWorkItem(tx: Tx, { before, after, move }: Decided): Promise<WorkItem> {
  const changes = changesBetween(before, after)
  if (changes.length === 0 && before.status === after.status) return before
  const reason = after.resolution?.code === 'note' ? after.resolution.text : undefined
  return saveMove(tx, workItems, { before, after, move, changes, reason })
}

/** What is said under an item is never changed. The audit entry says who spoke, and leaves the words where they are. */
export async function insertWorkItemComment(tx: Tx, item: WorkItem, text: string): Promise<void> {
  const { actor, at } = tx.act
  if (actor.type !== 'member') throw new Error(`${actor.name} is nobody who comments`)
  await tx
    .insertInto('work_item_comment')
    .values({
      tenant_id: tx.tenantId,
      id: newId(),
      work_item_id: item.id,
      body: text,
      author_id: actor.id,
      author_name: actor.name,
      created_at: at,
    })
    .execute()
  await recordMove(tx, workItems, { after: item, move: 'comment' })
}

export async function countWorkItemComments(tx: Tx, itemId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('work_item_comment')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tx.tenantId)
    .where('work_item_id', '=', itemId)
    .executeTakeFirstOrThrow()
  return count
}

/** Who closes an item in an act: only people of the tenant have a row to refer to. */
export function closerOf({ actor, at }: Act): { resolvedBy: { id: string | null; name: string }; resolvedAt: Date } {
  return { resolvedBy: { id: actor.type === 'member' ? actor.id : null, name: actor.name }, resolvedAt: at }
}

function resolutionColumns(resolution: WorkItemResolution | null) {
  if (resolution === null || resolution.code === 'note') return { resolution: resolution?.text ?? null }
  const { code, ...facts } = resolution
  return { resolution: code, resolution_facts: JSON.stringify(facts) }
}

/** In the words of the audit log. */
function changesBetween(before: WorkItem, after: WorkItem): Change[] {
  const fields = [
    ['owner', before.owner?.name ?? null, after.owner?.name ?? null],
    ['snoozed until', before.snoozedUntil?.toISOString() ?? null, after.snoozedUntil?.toISOString() ?? null],
  ] as const
  return fields.filter(([, was, is]) => was !== is).map(([field, was, is]) => ({ field, before: was, after: is }))
}
