import { listApprovals } from '@mainstay/db/approval'
import { Approval, ListApprovals } from '@mainstay/domain/approval'
import { pageOf } from '@mainstay/domain/page'
import { can, router } from './trpc.ts'

export const approval = router({
  list: can('approval.read', {
    summary: 'List what waits for a second person',
    rest: { method: 'GET', path: '/approvals' },
  })
    .input(ListApprovals)
    .output(pageOf(Approval))
    .query(({ ctx, input }) => {
      ctx.requireEverywhere('approval.read', 'approval')
      return ctx.read((tx) => listApprovals(tx, input, ctx.cursorSecret))
    }),
})
