import { webhooks } from '@/nouns/webhook.ts'
import { thingLayout } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

const ask = ({ webhookId }: { webhookId: string }) => serverApi().webhook.get.queryOptions({ webhookId })

export default thingLayout(webhooks.place, ask)
