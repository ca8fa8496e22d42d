import { webhooks } from '@/nouns/webhook.ts'
import { thingPage } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'
import { WebhookPage } from '@/webhooks/webhook-page.tsx'

const ask = ({ webhookId }: { webhookId: string }) => serverApi().webhook.get.queryOptions({ webhookId })

const page = thingPage(webhooks.place, ask, { title: ({ type }) => `${type} · Message`, View: WebhookPage })
export const generateMetadata = page.generateMetadata
export default page.ThingRoute
