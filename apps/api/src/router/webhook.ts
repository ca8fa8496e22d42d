import { getWebhook, listWebhooks, lockWebhook, saveWebhook } from '@mainstay/db/webhook/quarantine'
import { accepted, refuse } from '@mainstay/domain/command/decision'
import { pageOf } from '@mainstay/domain/list/page'
import {
  DismissWebhook,
  dismissWebhook,
  GetWebhook,
  ListWebhooks,
  RetryWebhook,
  retryWebhook,
  Webhook,
} from '@mainstay/domain/webhook/webhook'
import { can, router } from '../http/trpc.ts'
import { placementWithin, takeAgain } from '../webhooks/place.ts'

export const webhook = router({
  list: can('webhook.read', {
    summary: 'Messages of providers that could not be placed',
    rest: { method: 'GET', path: '/webhooks' },
  })
    .input(ListWebhooks)
    .output(pageOf(Webhook))
    .query(({ ctx, input }) => {
      ctx.requireEverywhere('webhook.read', 'webhook')
      return ctx.read((tx) => listWebhooks(tx, input, { cursorSecret: ctx.cursorSecret }))
    }),

  get: can('webhook.read', { summary: 'One message', rest: { method: 'GET', path: '/webhooks/{webhookId}' } })
    .input(GetWebhook)
    .output(Webhook)
    .query(({ ctx, input }) => {
      ctx.requireEverywhere('webhook.read', 'webhook')
      return ctx.read((tx) => getWebhook(tx, input.webhookId))
    }),

  retry: can('webhook.retry', {
    summary: 'Place a message again, by what is known today',
    rest: { method: 'POST', path: '/webhooks/{webhookId}/retry' },
  })
    .input(RetryWebhook)
    .output(Webhook)
    .mutation(({ ctx, input }) => {
      ctx.requireEverywhere('webhook.retry', 'webhook')
      return ctx.commit(
        async (tx) => {
          const { webhook: held, heard } = await lockWebhook(tx, input.webhookId)
          const placed = accepted(retryWebhook(held))
          const placement = await placementWithin(tx, { ...heard, source: held.source })
          // Another tenant's people place what is theirs.
          const isOurs = placement.to === 'payment' && placement.tenantId === tx.tenantId
          if (!isOurs) {
            const why = placement.to === 'payment' ? 'names a payment that is not ours' : placement.reason
            return accepted(refuse({ code: 'webhook.still_unplaced', reason: why }))
          }
          await takeAgain(tx, held, placement)
          return saveWebhook(tx, placed, { action: 'webhook.retry', before: held.status })
        },
        { reason: input.reason },
      )
    }),

  dismiss: can('webhook.dismiss', {
    summary: 'Close a message that needs nothing more, with a reason',
    rest: { method: 'POST', path: '/webhooks/{webhookId}/dismiss' },
  })
    .input(DismissWebhook)
    .output(Webhook)
    .mutation(({ ctx, input }) => {
      ctx.requireEverywhere('webhook.dismiss', 'webhook')
      return ctx.commit(
        async (tx) => {
          const { webhook: held } = await lockWebhook(tx, input.webhookId)
          const dismissed = accepted(dismissWebhook(held))
          return saveWebhook(tx, dismissed, { action: 'webhook.dismiss', before: held.status })
        },
        { reason: input.reason },
      )
    }),
})
