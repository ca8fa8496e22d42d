import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ClosedPlace } from '@/console/closed-place.tsx'
import { readRefundSearch, refundListInput } from '@/refunds/refund-address.ts'
import { RefundApprovals } from '@/refunds/refund-approvals.tsx'
import { statusOf } from '@/trpc/query-client.ts'
import { Prefetched, requireMe, serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata: Metadata = { title: 'Refund' }

type Search = { params: Promise<{ refundId: string }>; searchParams: Promise<Record<string, string>> }

export default async function RefundPage({ params, searchParams }: Search) {
  const { permissions } = await requireMe()
  if (!permissions.includes('refund.read')) return <ClosedPlace title="Refund approvals" needs="refund.read" />
  const { refundId } = await params
  const search = readRefundSearch(new URLSearchParams(await searchParams))
  const api = serverApi()
  const cache = serverQueryClient()
  await Promise.all([
    cache.fetchQuery(api.refund.get.queryOptions({ refundId })).catch((error: unknown) => {
      const status = statusOf(error)
      if (status === 404 || status === 400) notFound()
      throw error
    }),
    cache.prefetchQuery(api.refund.list.queryOptions(refundListInput(search))),
    cache.prefetchQuery(api.refund.impact.queryOptions({ refundId })),
  ])
  return (
    <Prefetched>
      <RefundApprovals refundId={refundId} />
    </Prefetched>
  )
}
