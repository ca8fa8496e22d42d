import type { ListedNoun } from '@mainstay/domain/list/lists'
import { approvals } from '../src/approval/list.ts'
import { auditEntries } from '../src/audit/list.ts'
import { importRuns } from '../src/import-run/reading.ts'
import type { ListSource } from '../src/list/source.ts'
import { orders } from '../src/order/list.ts'
import { purchases } from '../src/purchase/list.ts'
import { refunds } from '../src/refund/list.ts'
import { sellers } from '../src/seller/list.ts'
import { webhooks } from '../src/webhook/quarantine.ts'
import { workItemRows } from '../src/work-item/list.ts'
import { workflowRuns } from '../src/workflow-run/workflow-run.ts'

/** Where the rows of each declared list come from: one that is missing does not compile. */
export const listed = {
  purchase: purchases,
  order: orders,
  refund: refunds,
  approval: approvals,
  seller: sellers,
  workItem: workItemRows,
  workflow: workflowRuns,
  webhook: webhooks,
  importRun: importRuns,
  audit: auditEntries,
} satisfies Record<ListedNoun, unknown>

/** A list as it is asked whatever its rows are. */
export type AnySource = ListSource<{ id: string }, unknown>
