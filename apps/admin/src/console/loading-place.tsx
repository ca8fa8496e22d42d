import { PageHeader } from '@/ui/page-header.tsx'
import { LoadingTable } from '@/ui/states.tsx'
import { Page } from './page.tsx'

/** The shape of a list before its rows are here. */
export function LoadingPlace({ title, columns }: { title: string; columns: readonly string[] }) {
  return (
    <Page crumbs={[{ label: title }]}>
      <PageHeader title={title} context={<span className="skeleton" style={{ width: 280 }} />} />
      <LoadingTable label={title} columns={columns} />
    </Page>
  )
}
