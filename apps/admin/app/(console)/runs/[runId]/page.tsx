import { Id } from '@mainstay/domain/command/id'
import { notFound } from 'next/navigation'
import { ClosedPlace } from '@/console/closed-place.tsx'
import { RunPage } from '@/runs/run-page.tsx'
import { statusOf } from '@/trpc/query-client.ts'
import { Prefetched, requireMe, serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: 'Run' }

export default async function OneRunPage({ params }: { params: Promise<{ runId: string }> }) {
  const me = await requireMe()
  if (!me.permissions.includes('workflow.read')) return <ClosedPlace title="Runs" needs="workflow.read" />
  const { runId } = await params
  if (!Id.safeParse(runId).success) notFound()
  const query = serverApi().workflow.get.queryOptions({ runId })
  await serverQueryClient().prefetchQuery(query)
  if (statusOf(serverQueryClient().getQueryState(query.queryKey)?.error) === 404) notFound()
  return (
    <Prefetched>
      <RunPage runId={runId} />
    </Prefetched>
  )
}
