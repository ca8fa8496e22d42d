import { refundList } from '@mainstay/domain/refund/refund'
import { refunds } from '@/nouns/refund.ts'
import { RefundApprovals } from '@/refunds/refund-approvals.tsx'
import { listPage } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

export const metadata = { title: 'Refund approvals' }

export default listPage(refundList, refunds, {
  ask: (input) => serverApi().refund.list.queryOptions(input),
  View: RefundApprovals,
})
