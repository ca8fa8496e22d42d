import type { Metadata } from 'next'
import { refunds } from '@/nouns/refund.ts'
import { readRefundSearch, refundListInput } from '@/refunds/refund-address.ts'
import { RefundApprovals } from '@/refunds/refund-approvals.tsx'
import { fetchNamed, openPage } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

type Input = { params: Promise<{ refundId: string }>; searchParams: Promise<Record<string, string>> }

export async function generateMetadata({ params }: Input): Promise<Metadata> {
  const { refundId } = await params
  const { number } = await fetchNamed(serverApi().refund.get.queryOptions({ refundId }))
  return { title: `${number} · Refund` }
}

export default async function ThePage({ params, searchParams }: Input) {
  const { refundId } = await params
  const search = readRefundSearch(new URLSearchParams(await searchParams))
  return openPage(refunds.place, async () => {
    const { refund } = serverApi()
    await Promise.all([
      fetchNamed(refund.get.queryOptions({ refundId })),
      serverQueryClient().prefetchQuery(refund.list.queryOptions(refundListInput(search))),
      serverQueryClient().prefetchQuery(refund.impact.queryOptions({ refundId })),
    ])
    return <RefundApprovals refundId={refundId} />
  })
}
