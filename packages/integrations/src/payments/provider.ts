import { stripeWebhooks } from './stripe-webhook.ts'
import type { WebhookSource } from './webhook.ts'

/** Who takes the buyers' money, and through which account of ours there. One for all tenants. */
export const paymentProvider = { provider: 'stripe', connection: 'stripe' } as const

/** Who tells us of payments, by the name of their messages. */
export const webhookSources: readonly WebhookSource[] = [stripeWebhooks]

/** The provider whose messages have this source. */
export function webhookSourceOf(source: string): WebhookSource {
  const from = webhookSources.find((each) => each.source === source)
  if (from === undefined) throw new Error(`no provider sends messages of ${source}`)
  return from
}
