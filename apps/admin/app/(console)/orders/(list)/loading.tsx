import { LoadingPlace } from '@/console/loading-place.tsx'
import { orders } from '@/nouns/order.ts'
import { orderHeadings } from '@/orders/order-columns.tsx'

export default function Loading() {
  return <LoadingPlace place={orders.place} columns={[...orderHeadings, 'Total']} />
}
