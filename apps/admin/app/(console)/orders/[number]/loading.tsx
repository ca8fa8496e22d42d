import { LoadingThing } from '@/console/loading-place.tsx'
import { orders } from '@/nouns/order.ts'

export default function Loading() {
  return <LoadingThing place={orders.place} />
}
