import { getWebhook, lockWebhook, saveWebhook, webhooks } from '@mainstay/db/webhook/quarantine'
import { accepted, refuse } from '@mainstay/domain/command/decision'
import {
  DismissWebhook,
  dismissWebhook,
  GetWebhook,
  RetryWebhook,
  retryWebhook,
  Webhook,
} from '@mainstay/domain/webhook/webhook'
import { listing } from '../http/listing.ts'
import { can, router } from '../http/trpc.ts'
import { acceptAgain, routeWithinTenant } from '../webhooks/route.ts'

export const webhook = router({
  ...listing(webhooks, {
    permission: 'webhook.read',
    words: 'Messages of providers that could not be placed',
    path: '/webhooks',
    item: Webhook,
  }),

  get: can('webhook.read', { summary: 'One message', rest: { method: 'GET', path: '/webhooks/{webhookId}' } })
    .input(GetWebhook)
    .output(Webhook)
    .query(({ ctx, input }) => ctx.read((tx) => getWebhook(tx, input.webhookId))),

  retry: can('webhook.retry', {
    summary: 'Place a message again, by what is known today',
    rest: { method: 'POST', path: '/webhooks/{webhookId}/retry' },
  })
    .input(RetryWebhook)
    .output(Webhook)
    .mutation(({ ctx, input }) =>
      ctx.commit(
        async (tx) => {
          const { webhook: held, heard } = await lockWebhook(tx, input.webhookId)
          const placed = accepted(retryWebhook(held))
          const route = await routeWithinTenant(tx, { ...heard, source: held.source })
          // Another tenant's people place what is theirs.
          const isOurs = route.to === 'payment' && route.tenantId === tx.tenantId
          if (!isOurs) {
            const why = route.to === 'payment' ? 'unknown_payment' : route.reason
            return accepted(refuse({ code: 'webhook.still_unplaced', reason: why }))
          }
          await acceptAgain(tx, held, route)
          return saveWebhook(tx, placed, { action: 'webhook.retry', before: held.status })
        },
        { reason: input.reason },
      ),
    ),

  dismiss: can('webhook.dismiss', {
    summary: 'Close a message that needs nothing more, with a reason',
    rest: { method: 'POST', path: '/webhooks/{webhookId}/dismiss' },
  })
    .input(DismissWebhook)
    .output(Webhook)
    .mutation(({ ctx, input }) =>
      ctx.commit(
        async (tx) => {
          const { webhook: held } = await lockWebhook(tx, input.webhookId)
          const dismissed = accepted(dismissWebhook(held))
          return saveWebhook(tx, dismissed, { action: 'webhook.dismiss', before: held.status })
        },
        { reason: input.reason },
      ),
    ),
})
