import { runList } from '@mainstay/domain/workflow-run/workflow-run'
import { addressAt, askedAt, type Params, paramsOf } from '@/console/list-address.ts'
import { runs } from '@/nouns/run.ts'
import { RunList } from '@/runs/run-list.tsx'
import { openPage } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: runs.place.title }

export default async function ThePage({ searchParams }: { searchParams: Params }) {
  const params = await paramsOf(searchParams)
  return openPage(runs.place, async ({ tenant }) => {
    const around = { ...tenant, first: runs.first }
    const input = askedAt(runList, addressAt(runList, params, around), around)
    await serverQueryClient().prefetchQuery(serverApi().workflow.list.queryOptions(input))
    return <RunList />
  })
}
