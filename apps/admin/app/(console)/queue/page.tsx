import type { SearchParams } from 'nuqs/server'
import { workItems } from '@/nouns/work-item.ts'
import { loadQueueAddress, queueInput } from '@/queue/queue-address.ts'
import { WorkQueue } from '@/queue/work-queue.tsx'
import { openPage } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: workItems.place.title }

export default async function ThePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return openPage(workItems.place, async () => {
    const { workItem } = serverApi()
    const input = queueInput(await loadQueueAddress(searchParams))
    await Promise.all([
      serverQueryClient().prefetchQuery(workItem.list.queryOptions(input)),
      serverQueryClient().prefetchQuery(workItem.counts.queryOptions()),
    ])
    return <WorkQueue />
  })
}
