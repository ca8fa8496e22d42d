import { purchaseList } from '@mainstay/domain/purchase/purchase'
import { addressAt, askedAt, type Params, paramsOf } from '@/console/list-address.ts'
import { orders } from '@/nouns/order.ts'
import { OrderList } from '@/orders/order-list.tsx'
import { openPage } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: orders.place.title }

export default async function ThePage({ searchParams }: { searchParams: Params }) {
  const params = await paramsOf(searchParams)
  return openPage(orders.place, async ({ tenant }) => {
    const input = askedAt(purchaseList, addressAt(purchaseList, params, tenant), tenant)
    await serverQueryClient().prefetchQuery(serverApi().purchase.list.queryOptions(input))
    return <OrderList />
  })
}
