'use client'
import { type Webhook, webhookList } from '@mainstay/domain/webhook/webhook'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Column } from '@/console/data-table.tsx'
import { ListPage } from '@/console/list-page.tsx'
import { State } from '@/console/state.tsx'
import { useList } from '@/console/use-list.ts'
import { webhooks } from '@/nouns/webhook.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Time } from '@/ui/now.tsx'
import { None, SubLine } from '@/ui/table.tsx'

const views = { held: 'Waits for a person', not_ours: 'Not ours', closed: 'Closed' }

export function WebhookList() {
  const trpc = useTRPC()
  const shown = useList(webhookList, webhooks)
  const found = useQuery(trpc.webhook.list.queryOptions(shown.input, { placeholderData: keepPreviousData }))
  const { data: count } = useQuery(trpc.webhook.count.queryOptions(shown.input))
  return (
    <ListPage
      place={webhooks.place}
      shown={shown}
      found={found}
      count={count}
      noun="message"
      context="Signed messages of the payment provider that could not be placed. None of them has changed anything."
      views={views}
      csv="webhooks"
      empty={webhooks.empty}
      table={{
        columns,
        rowId: (webhook) => webhook.id,
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
    className: 'whitespace-normal! max-sm:col-span-2',
    cell: (webhook) => (
      <>
        <span className="block font-medium wrap-anywhere">{webhook.type}</span>
        <span className="block leading-4.5 font-normal text-text-2">It {webhooks.reasons[webhook.reason]}.</span>
      </>
    ),
  },
  {
    id: 'state',
    name: 'State',
    className: 'sm:w-48',
    cell: (webhook) => <State look={webhooks.look[webhook.status]} />,
  },
  {
    id: 'payment',
    name: 'Payment at the provider',
    className: 'sm:w-64 max-sm:col-span-2',
    cell: (webhook) =>
      webhook.providerReference === null ? (
        <None />
      ) : (
        <span className="code block truncate text-sm sm:max-w-60">{webhook.providerReference}</span>
      ),
  },
  {
    id: 'received',
    name: 'Received',
    sort: 'receivedAt',
    className: 'sm:w-44 text-text-2',
    cell: (webhook) => (
      <>
        <Time at={webhook.receivedAt} precise />
        {webhook.resolvedBy !== null && <SubLine className="truncate sm:max-w-40">{webhook.resolvedBy}</SubLine>}
      </>
    ),
  },
]
