import { webhookList } from '@mainstay/domain/webhook/webhook'
import { webhooks } from '@/nouns/webhook.ts'
import { listPage } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'
import { WebhookList } from '@/webhooks/webhook-list.tsx'

export const metadata = { title: webhooks.place.title }

export default listPage(webhookList, webhooks, {
  ask: (input) => serverApi().webhook.list.queryOptions(input),
  View: WebhookList,
})
