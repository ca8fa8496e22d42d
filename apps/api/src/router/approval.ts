import { listApprovals } from '@mainstay/db/approval/approval'
import { Approval, ListApprovals } from '@mainstay/domain/approval/approval'
import { pageOf } from '@mainstay/domain/list/page'
import { can, router } from '../http/trpc.ts'

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
