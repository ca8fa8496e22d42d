import { Id } from '@mainstay/domain/command/id'
import { notFound } from 'next/navigation'
import { ClosedPlace } from '@/console/closed-place.tsx'
import { statusOf } from '@/trpc/query-client.ts'
import { Prefetched, requireMe, serverApi, serverQueryClient } from '@/trpc/server.tsx'
import { WebhookPage } from '@/webhooks/webhook-page.tsx'

export const metadata = { title: 'Message' }

export default async function OneWebhookPage({ params }: { params: Promise<{ webhookId: string }> }) {
  const me = await requireMe()
  if (!me.permissions.includes('webhook.read')) return <ClosedPlace title="Quarantine" needs="webhook.read" />
  const { webhookId } = await params
  if (!Id.safeParse(webhookId).success) notFound()
  const query = serverApi().webhook.get.queryOptions({ webhookId })
  await serverQueryClient().prefetchQuery(query)
  if (statusOf(serverQueryClient().getQueryState(query.queryKey)?.error) === 404) notFound()
  return (
    <Prefetched>
      <WebhookPage webhookId={webhookId} />
    </Prefetched>
  )
}
