import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { ClosedPlace } from '@/console/closed-place.tsx'
import { OrderList } from '@/orders/order-list.tsx'
import { listInput, loadOrderSearch } from '@/orders/order-search.ts'
import { Prefetched, requireMe, serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata: Metadata = { title: 'Orders' }

export default async function OrdersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { tenant, permissions } = await requireMe()
  if (!permissions.includes('purchase.read')) return <ClosedPlace title="Orders" needs="purchase.read" />
  const input = listInput(await loadOrderSearch(searchParams), tenant)
  await serverQueryClient().prefetchQuery(serverApi().purchase.list.queryOptions(input))
  return (
    <Prefetched>
      <OrderList />
    </Prefetched>
  )
}
