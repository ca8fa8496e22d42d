import { LoadingPage } from '@/console/loading-page.tsx'
import { orders } from '@/nouns/order.ts'

export default function Loading() {
  return (
    <LoadingPage
      place={orders.place}
      columns={['Order', 'Placed', 'Buyer', 'Sellers', 'Payment', 'Fulfilment', 'Return', 'Ship by', 'Total']}
    />
  )
}
