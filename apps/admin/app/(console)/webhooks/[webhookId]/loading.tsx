import { LoadingThing } from '@/console/loading-place.tsx'
import { webhooks } from '@/nouns/webhook.ts'

export default function Loading() {
  return <LoadingThing place={webhooks.place} />
}
