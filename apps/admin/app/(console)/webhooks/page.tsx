import type { SearchParams } from 'nuqs/server'
import { ClosedPlace } from '@/console/closed-place.tsx'
import { Prefetched, requireMe, serverApi, serverQueryClient } from '@/trpc/server.tsx'
import { WebhookList } from '@/webhooks/webhook-list.tsx'
import { loadWebhooksAddress, webhooksInput } from '@/webhooks/webhooks-address.ts'

export const metadata = { title: 'Quarantine' }

export default async function WebhooksPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const me = await requireMe()
  if (!me.permissions.includes('webhook.read')) return <ClosedPlace title="Quarantine" needs="webhook.read" />
  const input = webhooksInput(await loadWebhooksAddress(searchParams))
  await serverQueryClient().prefetchQuery(serverApi().webhook.list.queryOptions(input))
  return (
    <Prefetched>
      <WebhookList />
    </Prefetched>
  )
}
