import { webhookList } from '@mainstay/domain/webhook/webhook'
import { addressAt, askedAt, type Params, paramsOf } from '@/console/list-address.ts'
import { webhooks } from '@/nouns/webhook.ts'
import { openPage } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'
import { WebhookList } from '@/webhooks/webhook-list.tsx'

export const metadata = { title: webhooks.place.title }

export default async function ThePage({ searchParams }: { searchParams: Params }) {
  const params = await paramsOf(searchParams)
  return openPage(webhooks.place, async ({ tenant }) => {
    const input = askedAt(webhookList, addressAt(webhookList, params, tenant), tenant)
    await serverQueryClient().prefetchQuery(serverApi().webhook.list.queryOptions(input))
    return <WebhookList />
  })
}
