import type { SearchParams } from 'nuqs/server'
import { ClosedPlace } from '@/console/closed-place.tsx'
import { ImportList } from '@/imports/import-list.tsx'
import { importsInput, loadImportsAddress } from '@/imports/imports-address.ts'
import { Prefetched, requireMe, serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: 'Imports' }

export default async function ImportsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const me = await requireMe()
  if (!me.permissions.includes('importRun.read')) return <ClosedPlace title="Imports" needs="importRun.read" />
  const input = importsInput(await loadImportsAddress(searchParams))
  await serverQueryClient().prefetchQuery(serverApi().importRun.list.queryOptions(input))
  return (
    <Prefetched>
      <ImportList />
    </Prefetched>
  )
}
