import type * as z from 'zod'
import { isFinal, lifecycle } from '../lifecycle/lifecycle.ts'

/**
 * `held` waits for a person. `not_ours` is about no payment we know, and says nothing of us: an account with the provider
 * may sell more than this marketplace. The rest is history.
 */
export const webhookLifecycle = lifecycle('webhook', {
  states: ['held', 'not_ours', 'placed', 'dismissed'],
  moves: {
    hold: { to: ['held', 'not_ours'], by: 'provider' },
    retry: { from: ['held', 'not_ours'], to: 'placed', event: 'placed', reason: 'required' },
    dismiss: { from: ['held', 'not_ours'], to: 'dismissed', event: 'dismissed', reason: 'required' },
  },
})

export const WebhookStatus = webhookLifecycle.State
export type WebhookStatus = z.infer<typeof WebhookStatus>

export function isClosed(status: WebhookStatus): boolean {
  return isFinal(webhookLifecycle, status)
}
