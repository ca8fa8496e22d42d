import type { SearchParams } from 'nuqs/server'
import { webhooks } from '@/nouns/webhook.ts'
import { openPlace } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'
import { WebhookList } from '@/webhooks/webhook-list.tsx'
import { loadWebhooksAddress, webhooksInput } from '@/webhooks/webhooks-address.ts'

export const metadata = { title: webhooks.place.title }

export default async function ThePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return openPlace(webhooks.place, async () => {
    const input = webhooksInput(await loadWebhooksAddress(searchParams))
    await serverQueryClient().prefetchQuery(serverApi().webhook.list.queryOptions(input))
    return <WebhookList />
  })
}
