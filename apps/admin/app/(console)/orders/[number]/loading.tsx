import { LoadingDetail } from '@/console/loading-page.tsx'
import { orders } from '@/nouns/order.ts'

export default function Loading() {
  return <LoadingDetail place={orders.place} />
}
