import type { SearchParams } from 'nuqs/server'
import { ImportList } from '@/imports/import-list.tsx'
import { importsInput, loadImportsAddress } from '@/imports/imports-address.ts'
import { importRuns } from '@/nouns/import-run.ts'
import { openPlace } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: importRuns.place.title }

export default async function ThePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return openPlace(importRuns.place, async () => {
    const input = importsInput(await loadImportsAddress(searchParams))
    await serverQueryClient().prefetchQuery(serverApi().importRun.list.queryOptions(input))
    return <ImportList />
  })
}
