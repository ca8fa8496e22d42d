import type { Metadata } from 'next'
import { ClosedPlace } from '@/console/closed-place.tsx'
import { readRefundSearch, refundListInput } from '@/refunds/refund-address.ts'
import { RefundApprovals } from '@/refunds/refund-approvals.tsx'
import { Prefetched, requireMe, serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata: Metadata = { title: 'Refund approvals' }

type Search = { searchParams: Promise<Record<string, string>> }

export default async function RefundApprovalsPage({ searchParams }: Search) {
  const { permissions } = await requireMe()
  if (!permissions.includes('refund.read')) return <ClosedPlace title="Refund approvals" needs="refund.read" />
  const search = readRefundSearch(new URLSearchParams(await searchParams))
  await serverQueryClient().prefetchQuery(serverApi().refund.list.queryOptions(refundListInput(search)))
  return (
    <Prefetched>
      <RefundApprovals />
    </Prefetched>
  )
}
