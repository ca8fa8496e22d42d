import type { SearchParams } from 'nuqs/server'
import { orders } from '@/nouns/order.ts'
import { OrderList } from '@/orders/order-list.tsx'
import { listInput, loadOrderSearch } from '@/orders/order-search.ts'
import { openPlace } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: orders.place.title }

export default async function ThePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return openPlace(orders.place, async ({ tenant }) => {
    const input = listInput(await loadOrderSearch(searchParams), tenant)
    await serverQueryClient().prefetchQuery(serverApi().purchase.list.queryOptions(input))
    return <OrderList />
  })
}
