import { LoadingPage } from '@/console/loading-page.tsx'
import { webhooks } from '@/nouns/webhook.ts'

export default function Loading() {
  return <LoadingPage place={webhooks.place} columns={['Message', 'State', 'Payment at the provider', 'Received']} />
}
