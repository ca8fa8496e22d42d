import { refundList } from '@mainstay/domain/refund/refund'
import { addressAt, askedAt, type Params, paramsOf } from '@/console/list-address.ts'
import { refunds } from '@/nouns/refund.ts'
import { RefundApprovals } from '@/refunds/refund-approvals.tsx'
import { openPage } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: 'Refund approvals' }

export default async function ThePage({ searchParams }: { searchParams: Params }) {
  const params = await paramsOf(searchParams)
  return openPage(refunds.place, async ({ tenant }) => {
    const around = { ...tenant, first: refunds.first }
    const input = askedAt(refundList, addressAt(refundList, params, around), around)
    await serverQueryClient().prefetchQuery(serverApi().refund.list.queryOptions(input))
    return <RefundApprovals />
  })
}
