import type { SearchParams } from 'nuqs/server'
import { ClosedPlace } from '@/console/closed-place.tsx'
import { loadQueueAddress, queueInput } from '@/queue/queue-address.ts'
import { WorkQueue } from '@/queue/work-queue.tsx'
import { Prefetched, requireMe, serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: 'Work queue' }

export default async function QueuePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const me = await requireMe()
  if (!me.permissions.includes('workItem.read')) return <ClosedPlace title="Work queue" needs="workItem.read" />
  const { workItem } = serverApi()
  const address = await loadQueueAddress(searchParams)
  await Promise.all([
    serverQueryClient().prefetchQuery(workItem.list.queryOptions(queueInput(address))),
    serverQueryClient().prefetchQuery(workItem.counts.queryOptions()),
  ])
  return (
    <Prefetched>
      <WorkQueue />
    </Prefetched>
  )
}
