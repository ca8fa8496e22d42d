import { approvalList } from '../approval/approval.ts'
import { auditList } from '../audit/audit.ts'
import { importRunList } from '../import-run/import-run.ts'
import { orderList } from '../order/order.ts'
import { purchaseList } from '../purchase/purchase.ts'
import { refundList } from '../refund/refund.ts'
import { sellerList } from '../seller/seller.ts'
import { webhookList } from '../webhook/webhook.ts'
import { workItemList } from '../work-item/work-item.ts'
import { runList } from '../workflow-run/workflow-run.ts'

/** Every list that people look at, by its noun: they are exported, and have saved views. */
export const lists = {
  purchase: purchaseList,
  order: orderList,
  refund: refundList,
  approval: approvalList,
  seller: sellerList,
  workItem: workItemList,
  workflow: runList,
  webhook: webhookList,
  importRun: importRunList,
  audit: auditList,
} as const

export type ListedNoun = keyof typeof lists

export const listedNouns = Object.keys(lists) as [ListedNoun, ...ListedNoun[]]
