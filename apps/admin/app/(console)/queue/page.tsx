import { workItemList } from '@mainstay/domain/work-item/work-item'
import { addressAt, askedAt, type Params, paramsOf } from '@/console/list-address.ts'
import { workItems } from '@/nouns/work-item.ts'
import { WorkQueue } from '@/queue/work-queue.tsx'
import { openPage } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: workItems.place.title }

export default async function ThePage({ searchParams }: { searchParams: Params }) {
  const params = await paramsOf(searchParams)
  return openPage(workItems.place, async ({ tenant }) => {
    const { workItem } = serverApi()
    const around = { ...tenant, first: workItems.first }
    const input = askedAt(workItemList, addressAt(workItemList, params, around), around)
    await Promise.all([
      serverQueryClient().prefetchQuery(workItem.list.queryOptions(input)),
      serverQueryClient().prefetchQuery(workItem.counts.queryOptions()),
    ])
    return <WorkQueue />
  })
}
