import { purchaseList } from '@mainstay/domain/purchase/purchase'
import { orders } from '@/nouns/order.ts'
import { OrderList } from '@/orders/order-list.tsx'
import { listPage } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

export const metadata = { title: orders.place.title }

export default listPage(purchaseList, orders, {
  ask: (input) => serverApi().purchase.list.queryOptions(input),
  View: OrderList,
})
