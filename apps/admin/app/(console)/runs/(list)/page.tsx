import type { SearchParams } from 'nuqs/server'
import { runs } from '@/nouns/run.ts'
import { RunList } from '@/runs/run-list.tsx'
import { loadRunsAddress, runsInput } from '@/runs/runs-address.ts'
import { openPlace } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: runs.place.title }

export default async function ThePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return openPlace(runs.place, async () => {
    const input = runsInput(await loadRunsAddress(searchParams))
    await serverQueryClient().prefetchQuery(serverApi().workflow.list.queryOptions(input))
    return <RunList />
  })
}
