import { workItemList } from '@mainstay/domain/work-item/work-item'
import { sql } from 'kysely'
import { listSource } from '../list/source.ts'
import { workItemColumns, workItemFromRow } from './row.ts'

const open = sql<boolean>`work_item.status = 'open'`

/** What is stuck, late or waits for a person. */
export const workItemRows = listSource(workItemList, {
  rows: (tx) => tx.selectFrom('work_item').select(workItemColumns).where('tenant_id', '=', tx.tenantId),
  id: 'work_item.id',
  sorts: {
    dueAt: { by: 'work_item.due_at', type: 'timestamptz' },
    resolvedAt: { by: 'work_item.resolved_at', type: 'timestamptz' },
  },
  filters: {},
  views: {
    open: ({ now }) => sql`${open} and ${isAwake(now)}`,
    mine: ({ now, memberId }) => sql`${open} and ${isAwake(now)} and owner_id = ${memberId}`,
    late: ({ now }) => sql`${open} and ${isAwake(now)} and due_at < ${now}`,
    unowned: ({ now }) => sql`${open} and ${isAwake(now)} and owner_id is null`,
    snoozed: ({ now }) => sql`${open} and snoozed_until > ${now}`,
    resolved: () => sql`work_item.status = 'resolved'`,
  },
  itemsOf: (rows) => rows.map(workItemFromRow),
})

function isAwake(now: Date) {
  return sql`(snoozed_until is null or snoozed_until <= ${now})`
}
