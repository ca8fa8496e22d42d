import { LoadingPlace } from '@/console/loading-place.tsx'
import { orders } from '@/nouns/order.ts'

export default function Loading() {
  return (
    <LoadingPlace
      place={orders.place}
      columns={['Order', 'Placed', 'Buyer', 'Sellers', 'Payment', 'Fulfilment', 'Return', 'Ship by', 'Total']}
    />
  )
}
