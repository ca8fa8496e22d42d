import type { SearchParams } from 'nuqs/server'
import { ClosedPlace } from '@/console/closed-place.tsx'
import { RunList } from '@/runs/run-list.tsx'
import { loadRunsAddress, runsInput } from '@/runs/runs-address.ts'
import { Prefetched, requireMe, serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: 'Runs' }

export default async function RunsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const me = await requireMe()
  if (!me.permissions.includes('workflow.read')) return <ClosedPlace title="Runs" needs="workflow.read" />
  const input = runsInput(await loadRunsAddress(searchParams))
  await serverQueryClient().prefetchQuery(serverApi().workflow.list.queryOptions(input))
  return (
    <Prefetched>
      <RunList />
    </Prefetched>
  )
}
