import { Page } from '@/console/page.tsx'
import { orders } from '@/nouns/order.ts'
import { LoadingTable } from '@/ui/states.tsx'

export default function Loading() {
  return (
    <Page crumbs={[{ label: 'Orders', href: orders.list() }, { label: 'Loading' }]}>
      <div className="px-(--gutter) pt-6 pb-4">
        <span className="skeleton h-5 w-56" />
      </div>
      <LoadingTable label="order" columns={['Step', 'Order', 'Sellers']} rows={8} />
    </Page>
  )
}
