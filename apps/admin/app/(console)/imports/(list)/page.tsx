import { importRunList } from '@mainstay/domain/import-run/import-run'
import { addressAt, askedAt, type Params, paramsOf } from '@/console/list-address.ts'
import { ImportList } from '@/imports/import-list.tsx'
import { importRuns } from '@/nouns/import-run.ts'
import { openPage } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: importRuns.place.title }

export default async function ThePage({ searchParams }: { searchParams: Params }) {
  const params = await paramsOf(searchParams)
  return openPage(importRuns.place, async ({ tenant }) => {
    const input = askedAt(importRunList, addressAt(importRunList, params, tenant), tenant)
    await serverQueryClient().prefetchQuery(serverApi().importRun.list.queryOptions(input))
    return <ImportList />
  })
}
