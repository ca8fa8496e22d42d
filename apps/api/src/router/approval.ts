import { approvals } from '@mainstay/db/approval/list'
import { Approval } from '@mainstay/domain/approval/approval'
import { listing } from '../http/listing.ts'
import { router } from '../http/trpc.ts'

export const approval = router({
  ...listing(approvals, {
    permission: 'approval.read',
    words: 'What waits for a second person, soonest clock first',
    path: '/approvals',
    item: Approval,
  }),
})
