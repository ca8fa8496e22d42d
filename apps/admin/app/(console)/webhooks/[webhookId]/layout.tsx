import type { ReactNode } from 'react'
import { webhooks } from '@/nouns/webhook.ts'
import { fetchNamed, knownToDocuments } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

type Input = { params: Promise<{ webhookId: string }>; children: ReactNode }

export default async function Known({ params, children }: Input) {
  const { webhookId } = await params
  await knownToDocuments(webhooks.place, () => fetchNamed(serverApi().webhook.get.queryOptions({ webhookId })))
  return children
}
