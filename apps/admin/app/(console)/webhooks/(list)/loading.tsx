import { LoadingPlace } from '@/console/loading-place.tsx'
import { webhooks } from '@/nouns/webhook.ts'

export default function Loading() {
  return <LoadingPlace place={webhooks.place} columns={['Message', 'State', 'Payment at the provider', 'Received']} />
}
