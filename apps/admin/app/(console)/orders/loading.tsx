import { Page } from '@/console/page.tsx'
import { orderHeadings } from '@/orders/order-columns.tsx'
import { PageHeader } from '@/ui/page-header.tsx'
import { LoadingTable } from '@/ui/states.tsx'

export default function Loading() {
  return (
    <Page crumbs={[{ label: 'Trade' }, { label: 'Orders' }]}>
      <PageHeader title="Orders" />
      <LoadingTable label="Orders" columns={[...orderHeadings, 'Total']} />
    </Page>
  )
}
