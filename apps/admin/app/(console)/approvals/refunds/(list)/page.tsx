import { refunds } from '@/nouns/refund.ts'
import { readRefundSearch, refundListInput } from '@/refunds/refund-address.ts'
import { RefundApprovals } from '@/refunds/refund-approvals.tsx'
import { openPage } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: refunds.place.title }

export default async function ThePage({ searchParams }: { searchParams: Promise<Record<string, string>> }) {
  return openPage(refunds.place, async () => {
    const input = refundListInput(readRefundSearch(new URLSearchParams(await searchParams)))
    await serverQueryClient().prefetchQuery(serverApi().refund.list.queryOptions(input))
    return <RefundApprovals />
  })
}
