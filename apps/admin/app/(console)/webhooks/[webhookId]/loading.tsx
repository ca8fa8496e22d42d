import { LoadingDetail } from '@/console/loading-page.tsx'
import { webhooks } from '@/nouns/webhook.ts'

export default function Loading() {
  return <LoadingDetail place={webhooks.place} />
}
