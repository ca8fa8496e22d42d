import { Change } from '@mainstay/domain/audit/audit'
import { commentsMax } from '@mainstay/domain/work-item/decide'
import { WorkItemStep, type WorkItemStory } from '@mainstay/domain/work-item/history'
import * as z from 'zod'
import type { ReadTx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { workItemColumns, workItemFromRow } from './row.ts'

const stepsMax = 200
const Changes = z.array(Change)

/** An item with everything done to it and said about it. Throws NotFound. */
export async function getWorkItemStory(tx: ReadTx, id: string): Promise<WorkItemStory> {
  const [row, steps, comments] = await Promise.all([
    tx
      .selectFrom('work_item')
      .select(workItemColumns)
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', id)
      .executeTakeFirst(),
    listSteps(tx, id),
    listComments(tx, id),
  ])
  const history = [...steps, ...comments].sort((one, other) => one.at.getTime() - other.at.getTime())
  return { ...workItemFromRow(found('work item', row)), history }
}

/** The audit log is the history; a comment stands in it with its words. */
async function listSteps(tx: ReadTx, id: string): Promise<WorkItemStep[]> {
  const rows = await tx
    .selectFrom('audit_entry')
    .select(['id', 'occurred_at', 'action', 'actor_id', 'actor_name', 'changes', 'reason'])
    .where('tenant_id', '=', tx.tenantId)
    .where('subject_type', '=', 'work_item')
    .where('subject_id', '=', id)
    .where('action', '!=', 'workItem.comment')
    .orderBy('occurred_at', 'desc')
    .orderBy('position', 'desc')
    .limit(stepsMax)
    .execute()
  return rows.reverse().map((row) => ({
    id: row.id,
    at: row.occurred_at,
    by: { id: row.actor_id, name: row.actor_name },
    move: WorkItemStep.shape.move.parse(row.action.replace('workItem.', '')),
    changes: Changes.parse(row.changes),
    text: row.reason,
  }))
}

async function listComments(tx: ReadTx, id: string): Promise<WorkItemStep[]> {
  const rows = await tx
    .selectFrom('work_item_comment')
    .select(['id', 'created_at', 'author_id', 'author_name', 'body'])
    .where('tenant_id', '=', tx.tenantId)
    .where('work_item_id', '=', id)
    .orderBy('created_at')
    .orderBy('id')
    .limit(commentsMax)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    at: row.created_at,
    by: { id: row.author_id, name: row.author_name },
    move: 'comment',
    changes: [],
    text: row.body,
  }))
}
