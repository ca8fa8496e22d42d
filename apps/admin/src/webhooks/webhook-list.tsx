'use client'
import { type Webhook, webhookList } from '@mainstay/domain/webhook/webhook'
import { type Column, stateColumn, textColumn, timeColumn } from '@/console/column.tsx'
import { ListPage } from '@/console/list-page.tsx'
import { useListing } from '@/console/use-listing.ts'
import { webhooks } from '@/nouns/webhook.ts'
import { useTRPC } from '@/trpc/client.tsx'

export function WebhookList() {
  const { page } = useListing(webhookList, webhooks, useTRPC().webhook)
  return (
    <ListPage
      {...page}
      noun="message"
      context="Signed messages of the payment provider that could not be placed. None of them has changed anything."
      csv="webhooks"
      table={{
        columns,
        rowName: (webhook) => `${webhook.type} ${webhook.messageId}`,
        rowHref: (webhook) => webhooks.href(webhook.id),
        lines: 2,
      }}
    />
  )
}

const columns: readonly Column<Webhook>[] = [
  {
    id: 'message',
    name: 'Message',
    kind: 'rowHeader',
    phone: 'wide 1',
    cell: (webhook) => (
      <>
        <span className="block font-medium wrap-anywhere">{webhook.type}</span>
        <span className="block leading-4.5 font-normal text-text-2">It {webhooks.reasons[webhook.reason]}.</span>
      </>
    ),
  },
  stateColumn({
    id: 'state',
    name: 'State',
    width: 48,
    phone: 'left 2',
    of: (webhook) => webhooks.look[webhook.status],
  }),
  textColumn({
    id: 'payment',
    name: 'Payment at the provider',
    width: 64,
    phone: 'wide 3',
    code: true,
    of: (webhook) => webhook.providerReference,
  }),
  timeColumn({
    id: 'received',
    name: 'Received',
    sort: 'receivedAt',
    width: 44,
    phone: 'right 2',
    precise: true,
    of: (webhook) => webhook.receivedAt,
    under: (webhook) => webhook.resolvedBy,
  }),
]
