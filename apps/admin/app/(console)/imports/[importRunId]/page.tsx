import { Id } from '@mainstay/domain/command/id'
import { notFound } from 'next/navigation'
import { ClosedPlace } from '@/console/closed-place.tsx'
import { ImportPage } from '@/imports/import-page.tsx'
import { statusOf } from '@/trpc/query-client.ts'
import { Prefetched, requireMe, serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: 'Import' }

export default async function OneImportPage({ params }: { params: Promise<{ importRunId: string }> }) {
  const me = await requireMe()
  if (!me.permissions.includes('importRun.read')) return <ClosedPlace title="Imports" needs="importRun.read" />
  const { importRunId } = await params
  if (!Id.safeParse(importRunId).success) notFound()
  const query = serverApi().importRun.get.queryOptions({ importRunId })
  await serverQueryClient().prefetchQuery(query)
  if (statusOf(serverQueryClient().getQueryState(query.queryKey)?.error) === 404) notFound()
  return (
    <Prefetched>
      <ImportPage importRunId={importRunId} />
    </Prefetched>
  )
}
