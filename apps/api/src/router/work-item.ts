import { countWorkItems, listWorkItems, lockWorkItem, saveWorkItem } from '@mainstay/db/work-item/work-item'
import { accepted } from '@mainstay/domain/command/decision'
import { pageOf } from '@mainstay/domain/list/page'
import {
  ClaimWorkItem,
  claimWorkItem,
  ListWorkItems,
  ResolveWorkItem,
  resolveWorkItem,
  WorkItem,
  WorkItemCounts,
} from '@mainstay/domain/work-item/work-item'
import * as z from 'zod'
import { can, router } from '../http/trpc.ts'

export const workItem = router({
  list: can('workItem.read', { summary: 'List the work queue', rest: { method: 'GET', path: '/work-items' } })
    .input(ListWorkItems)
    .output(pageOf(WorkItem))
    .query(({ ctx, input }) => {
      ctx.requireEverywhere('workItem.read', 'work item')
      const { now, cursorSecret } = ctx
      return ctx.read((tx) => listWorkItems(tx, input, { memberId: ctx.approver.id, now, cursorSecret }))
    }),

  counts: can('workItem.read', { summary: 'Count the work queue', rest: { method: 'GET', path: '/work-items/counts' } })
    .input(z.object({}).optional())
    .output(WorkItemCounts)
    .query(({ ctx }) => {
      ctx.requireEverywhere('workItem.read', 'work item')
      return ctx.read((tx) => countWorkItems(tx, { memberId: ctx.approver.id, now: ctx.now }))
    }),

  claim: can('workItem.claim', {
    summary: 'Take a work item',
    rest: { method: 'POST', path: '/work-items/{workItemId}/claim' },
  })
    .input(ClaimWorkItem)
    .output(WorkItem)
    .mutation(({ ctx, input }) => {
      ctx.requireEverywhere('workItem.claim', 'work item')
      const person = ctx.requirePerson()
      return ctx.commit(async (tx) => {
        const item = await lockWorkItem(tx, input.workItemId)
        const claimed = accepted(claimWorkItem(item, person))
        return saveWorkItem(tx, claimed, 'claim')
      })
    }),

  resolve: can('workItem.resolve', {
    summary: 'Close a work item with a reason',
    rest: { method: 'POST', path: '/work-items/{workItemId}/resolve' },
  })
    .input(ResolveWorkItem)
    .output(WorkItem)
    .mutation(({ ctx, input }) => {
      ctx.requireEverywhere('workItem.resolve', 'work item')
      return ctx.commit(async (tx) => {
        const item = await lockWorkItem(tx, input.workItemId)
        const resolved = accepted(resolveWorkItem(item, input.resolution))
        return saveWorkItem(tx, resolved, 'resolve')
      })
    }),
})
