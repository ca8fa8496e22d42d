import { closedByItself } from '@mainstay/domain/work-item/decide'
import type { QueueChanges, WorkItemToOpen, WorkItemToSettle } from '@mainstay/domain/work-item/queue'
import type { WorkItemCounts } from '@mainstay/domain/work-item/work-item'
import { sql } from 'kysely'
import { v7 as newId } from 'uuid'
import { recordMove, saveMove } from '../command/move.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'
import { closerOf, workItems } from './change.ts'
import { workItemColumns, workItemFromRow, workItemRow } from './row.ts'

/** Stores what a decision asks of people, and what it answers for them. */
export async function saveQueueChanges(tx: Tx, { opens, settles }: QueueChanges): Promise<void> {
  for (const item of settles) await settleWorkItem(tx, item)
  for (const item of opens) await openWorkItem(tx, item)
}

/** Puts something on the queue. The same kind for the same subject is there once while it is open. */
export async function openWorkItem(tx: Tx, item: WorkItemToOpen): Promise<void> {
  const { code, ...facts } = item.cause
  const [opened] = await insertOnce(tx, [
    tx.tenantId,
    newId(),
    item.kind,
    item.subject.type,
    item.subject.id,
    item.subject.label,
    item.purchaseId ?? null,
    item.runId ?? tx.act.runId ?? null,
    code,
    JSON.stringify(facts),
    item.atStake?.amount ?? null,
    item.atStake?.currency ?? null,
    item.owner?.id ?? null,
    item.owner?.name ?? null,
    item.dueAt,
    tx.act.at,
  ])
  if (opened === undefined) return
  const owned = item.owner === undefined ? [] : [{ field: 'owner', before: null, after: item.owner.name }]
  const changes = [{ field: 'cause', before: null, after: code }, ...owned]
  await recordMove(tx, workItems, { after: workItemFromRow(opened), move: 'open', changes })
}

const insertOnce = statement(
  workItemRow,
  `insert into work_item (tenant_id, id, kind, subject_type, subject_id, subject_label, purchase_id, run_id, cause,
     cause_facts, amount, currency, owner_id, owner_name, status, due_at, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'open', $15, $16, $16)
   on conflict (tenant_id, kind, subject_id) where status = 'open' do nothing
   returning ${workItemColumns.join(', ')}`,
)

/** Closes what was open of this kind for the subject, because what it waited for has happened. */
export async function settleWorkItem(tx: Tx, { kind, subjectId, resolution }: WorkItemToSettle): Promise<void> {
  const row = await tx
    .selectFrom('work_item')
    .select(workItemColumns)
    .where('tenant_id', '=', tx.tenantId)
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectId)
    // Written out: the partial index is recognised by its words, also by a plan made for any value.
    .where('status', '=', sql.lit('open'))
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (row === undefined) return
  const before = workItemFromRow(row)
  await saveMove(tx, workItems, {
    before,
    after: closedByItself(before, { resolution, ...closerOf(tx.act) }),
    move: 'settle',
    changes: [{ field: 'resolution', before: null, after: resolution.code }],
  })
}

/** Counts of the tabs over the thousand soonest open items: more than that is shown as 1,000. */
export async function countWorkItems(
  tx: ReadTx,
  { memberId, now }: { memberId: string; now: Date },
): Promise<WorkItemCounts> {
  const [counts] = await countOpen(tx, [tx.tenantId, memberId, now])
  return counts ?? { open: 0, mine: 0, late: 0, unowned: 0, snoozed: 0 }
}

const countOpen = statement(
  { open: 'int', mine: 'int', late: 'int', unowned: 'int', snoozed: 'int' },
  `select (count(*) filter (where not snoozed))::int as open,
     (count(*) filter (where not snoozed and owner_id = $2))::int as mine,
     (count(*) filter (where not snoozed and due_at < $3))::int as late,
     (count(*) filter (where not snoozed and owner_id is null))::int as unowned,
     (count(*) filter (where snoozed))::int as snoozed
   from (select owner_id, due_at, coalesce(snoozed_until > $3, false) as snoozed
     from work_item where tenant_id = $1 and status = 'open' order by due_at limit 1000) i`,
)
