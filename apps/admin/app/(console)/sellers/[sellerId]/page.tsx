import { Id } from '@mainstay/domain/command/id'
import { notFound } from 'next/navigation'
import { ClosedPlace } from '@/console/closed-place.tsx'
import { SellerPage } from '@/sellers/seller-page.tsx'
import { statusOf } from '@/trpc/query-client.ts'
import { Prefetched, requireMe, serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: 'Seller' }

export default async function OneSellerPage({ params }: { params: Promise<{ sellerId: string }> }) {
  const me = await requireMe()
  if (!me.permissions.includes('seller.read')) return <ClosedPlace title="Sellers" needs="seller.read" />
  const { sellerId } = await params
  if (!Id.safeParse(sellerId).success) notFound()
  const query = serverApi().seller.get.queryOptions({ sellerId })
  await serverQueryClient().prefetchQuery(query)
  if (statusOf(serverQueryClient().getQueryState(query.queryKey)?.error) === 404) notFound()
  return (
    <Prefetched>
      <SellerPage sellerId={sellerId} />
    </Prefetched>
  )
}
