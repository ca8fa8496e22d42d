import type { Metadata } from 'next'
import { webhooks } from '@/nouns/webhook.ts'
import { fetchNamed, openPage } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'
import { WebhookPage } from '@/webhooks/webhook-page.tsx'

type Input = { params: Promise<{ webhookId: string }> }

export async function generateMetadata({ params }: Input): Promise<Metadata> {
  const { webhookId } = await params
  const { type } = await fetchNamed(serverApi().webhook.get.queryOptions({ webhookId }))
  return { title: `${type} · Message` }
}

export default async function ThePage({ params }: Input) {
  const { webhookId } = await params
  return openPage(webhooks.place, async () => {
    await fetchNamed(serverApi().webhook.get.queryOptions({ webhookId }))
    return <WebhookPage webhookId={webhookId} />
  })
}
