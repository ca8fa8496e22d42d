'use client'
import type { Webhook, webhookList } from '@mainstay/domain/webhook/webhook'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import type { Query } from '@/address.ts'
import { type Column, DataTable } from '@/console/data-table.tsx'
import { Page } from '@/console/page.tsx'
import { State } from '@/console/state.tsx'
import { webhooks } from '@/nouns/webhook.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { KeyHints } from '@/ui/kbd.tsx'
import { Time } from '@/ui/now.tsx'
import { PageHeader } from '@/ui/page-header.tsx'
import { Pager } from '@/ui/pager.tsx'
import { StateBlock } from '@/ui/states.tsx'
import { None, SubLine } from '@/ui/table.tsx'
import { Tabs } from '@/ui/tabs.tsx'
import { webhooksAddress, webhooksInput } from './webhooks-address.ts'

type View = keyof typeof webhookList.views

const tabs: readonly { view: View; label: string }[] = [
  { view: 'held', label: 'Waits for a person' },
  { view: 'not_ours', label: 'Not ours' },
  { view: 'closed', label: 'Closed' },
]

export function WebhookList() {
  const trpc = useTRPC()
  const router = useRouter()
  const [address] = useQueryStates(webhooksAddress)
  const { view } = address
  const { data } = useSuspenseQuery(trpc.webhook.list.queryOptions(webhooksInput(address)))
  const here = (changes: Query) => webhooks.list({ view: view === 'held' ? undefined : view, ...changes })
  return (
    <Page crumbs={[{ label: 'Platform' }, { label: 'Quarantine' }]}>
      <PageHeader
        title="Quarantine"
        context="Signed messages of the payment provider that could not be placed. None of them has changed anything."
      />
      <Tabs
        label="State of the messages"
        tabs={tabs.map((tab) => ({
          label: tab.label,
          href: webhooks.list({ view: tab.view === 'held' ? undefined : tab.view }),
          current: tab.view === view,
        }))}
      />
      {data.items.length === 0 ? (
        <Empty view={view} />
      ) : (
        <>
          <DataTable
            caption="Messages, newest first."
            columns={columns}
            rows={data.items}
            rowId={(webhook) => webhook.id}
            rowName={(webhook) => `${webhook.type} ${webhook.messageId}`}
            rowHref={(webhook) => webhooks.href(webhook.id)}
            onFollow={(href) => router.push(href)}
            lines={2}
            sticky
            narrow="blocks"
          />
          <Pager
            text="Newest first. The list is not counted."
            newer={{
              href: data.newer === null ? undefined : here({ cursor: data.newer }),
              why: 'This is the newest page.',
            }}
            older={{
              href: data.older === null ? undefined : here({ cursor: data.older }),
              why: 'There are no older messages.',
            }}
          />
        </>
      )}
      <KeyHints
        hints={[
          { keys: ['J', 'K'], label: 'move' },
          { keys: ['Enter'], label: 'open' },
          { keys: ['?'], label: 'all keys' },
        ]}
      />
    </Page>
  )
}

const columns: readonly Column<Webhook>[] = [
  {
    id: 'message',
    header: 'Message',
    kind: 'rowHeader',
    className: 'whitespace-normal! max-sm:col-span-2',
    cell: (webhook) => (
      <>
        <span className="block font-medium wrap-anywhere">{webhook.type}</span>
        <span className="block leading-4.5 font-normal text-text-2">It {webhook.reason}.</span>
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    className: 'sm:w-48',
    cell: (webhook) => <State look={webhooks.look[webhook.status]} />,
  },
  {
    id: 'payment',
    header: 'Payment at the provider',
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
    header: 'Received',
    className: 'sm:w-44 text-text-2',
    cell: (webhook) => (
      <>
        <Time at={webhook.receivedAt} precise />
        {webhook.resolvedBy !== null && <SubLine className="truncate sm:max-w-40">{webhook.resolvedBy}</SubLine>}
      </>
    ),
  },
]

function Empty({ view }: { view: View }) {
  switch (view) {
    case 'held':
      return (
        <StateBlock shape="done" title="No message waits" className="border-t">
          One that names no payment of ours, or another than its own, stands here until a person places or dismisses it.
        </StateBlock>
      )
    case 'not_ours':
      return (
        <StateBlock shape="notStarted" title="No message was about something else" className="border-t">
          What another product of the same account does is set aside here. Nobody has to look at it.
        </StateBlock>
      )
    case 'closed':
      return (
        <StateBlock shape="notStarted" title="No message has been closed" className="border-t">
          What people placed or dismissed is kept here for 90 days.
        </StateBlock>
      )
  }
}
