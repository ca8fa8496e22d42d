import { Page } from '@/console/page.tsx'
import { overviewPlace } from '@/nouns/overview.ts'
import { PageHeader } from '@/ui/page-header.tsx'

const tiles = ['open', 'late', 'approvals', 'orders', 'failures']

export default function Loading() {
  return (
    <Page crumbs={[{ label: overviewPlace.title }]}>
      <PageHeader title={overviewPlace.title} context={<span className="skeleton" style={{ width: 280 }} />} />
      <div
        role="status"
        aria-busy="true"
        aria-label="Loading the overview"
        className="flex flex-wrap gap-8 border-t p-5"
      >
        {tiles.map((tile) => (
          <span key={tile} className="skeleton h-14 w-36" />
        ))}
      </div>
    </Page>
  )
}
