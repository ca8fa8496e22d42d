import { refundList } from '@mainstay/domain/refund/refund'
import type { Metadata } from 'next'
import { addressAt, askedAt, type Params, paramsOf } from '@/console/list-address.ts'
import { refunds } from '@/nouns/refund.ts'
import { RefundApprovals } from '@/refunds/refund-approvals.tsx'
import { fetchNamed, openPage } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

type Input = { params: Promise<{ refundId: string }>; searchParams: Params }

export async function generateMetadata({ params }: Input): Promise<Metadata> {
  const { refundId } = await params
  const { number } = await fetchNamed(serverApi().refund.get.queryOptions({ refundId }))
  return { title: `${number} · Refund` }
}

export default async function ThePage({ params, searchParams }: Input) {
  const { refundId } = await params
  const search = await paramsOf(searchParams)
  return openPage(refunds.place, async ({ tenant }) => {
    const around = { ...tenant, first: refunds.first }
    const input = askedAt(refundList, addressAt(refundList, search, around), around)
    const { refund } = serverApi()
    await Promise.all([
      fetchNamed(refund.get.queryOptions({ refundId })),
      serverQueryClient().prefetchQuery(refund.list.queryOptions(input)),
      serverQueryClient().prefetchQuery(refund.impact.queryOptions({ refundId })),
      serverQueryClient().prefetchQuery(refund.verdict.queryOptions({ refundId })),
    ])
    return <RefundApprovals refundId={refundId} />
  })
}
