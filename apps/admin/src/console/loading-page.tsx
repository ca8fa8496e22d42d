import type { NavigationItem } from '@/nouns/noun.ts'
import { PageHeader } from '@/ui/page-header.tsx'
import { LoadingTable } from '@/ui/states.tsx'
import { Page } from './page.tsx'

/** The frame of a list before its rows are here. */
export function LoadingPage({
  place: { group, title },
  columns,
}: {
  place: NavigationItem
  columns: readonly string[]
}) {
  return (
    <Page crumbs={[{ label: group }, { label: title }]}>
      <PageHeader title={title} context={<span className="skeleton" style={{ width: 280 }} />} />
      <LoadingTable label={title} columns={columns} />
    </Page>
  )
}

/** The frame of one thing before its facts are here. */
export function LoadingDetail({ place: { group, title, href } }: { place: NavigationItem }) {
  return (
    <Page crumbs={[{ label: group }, { label: title, href }, { label: '…' }]}>
      <div role="status" aria-busy="true" aria-label="Loading the page" className="grid gap-5 px-(--gutter) pt-6">
        <span className="skeleton h-6 w-64 max-w-full" />
        <span className="skeleton w-96 max-w-full" />
        <div className="flex flex-wrap gap-8 border-b pb-6">
          {['a', 'b', 'c', 'd', 'e'].map((fact) => (
            <span key={fact} className="grid gap-2">
              <span className="skeleton w-20" />
              <span className="skeleton w-28" />
            </span>
          ))}
        </div>
        <span className="skeleton h-5 w-48" />
        <span className="skeleton h-40 w-full" />
      </div>
    </Page>
  )
}
