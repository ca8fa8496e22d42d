'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useState } from 'react'
import { DataTable } from '@/console/data-table.tsx'
import { useFollow } from '@/console/follow.ts'
import { useKeys } from '@/console/keys.tsx'
import { Page } from '@/console/page.tsx'
import { useMe } from '@/console/session.tsx'
import { nextStep, workItems } from '@/nouns/work-item.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { KeyHints } from '@/ui/kbd.tsx'
import { useMoment } from '@/ui/now.tsx'
import { PageHeader } from '@/ui/page-header.tsx'
import { Pager } from '@/ui/pager.tsx'
import { clockGroup, clockGroupWords } from './clock-group.ts'
import { EmptyQueue } from './empty-queue.tsx'
import { FocusedItem } from './item-actions.tsx'
import { queueAddress, queueInput } from './queue-address.ts'
import { openColumns, resolvedColumns } from './queue-columns.tsx'
import { countWords, QueueTabs } from './queue-tabs.tsx'
import { WorkItemDrawer } from './work-item-drawer.tsx'

export function WorkQueue() {
  const trpc = useTRPC()
  const me = useMe()
  const { now } = useMoment()
  const follow = useFollow()
  const [{ view, cursor, item: openId }] = useQueryStates(queueAddress)
  const { data } = useSuspenseQuery(trpc.workItem.list.queryOptions(queueInput({ view, cursor })))
  const { data: counts } = useSuspenseQuery(trpc.workItem.counts.queryOptions())
  const [focusedId, setFocusedId] = useState<string>()

  const { items } = data
  const at = items.findIndex((item) => item.id === openId)
  const open = items[at]
  const focused = items.find((item) => item.id === focusedId) ?? open
  const address = (changes: { item?: string | undefined; cursor?: string | undefined }) =>
    workItems.list({ view: view === 'open' ? undefined : view, cursor: cursor ?? undefined, ...changes })
  const openAt = (index: number) => {
    const item = items[index]
    return item && (() => follow(address({ item: item.id })))
  }
  const afterResolving = () => {
    if (open !== undefined) follow(address({ item: items[at + 1]?.id ?? items[at - 1]?.id }))
  }
  useKeys([
    {
      keys: 'n',
      label: 'Do the next best action',
      place: 'This page',
      run: () => {
        const step = focused && nextStep(focused, me.permissions)
        if (step !== undefined) follow(step.href)
      },
    },
  ])

  const reader = { id: me.member.id, permissions: me.permissions, currency: me.tenant.currency }
  return (
    <Page
      crumbs={[{ label: 'Work' }, { label: 'Work queue' }]}
      drawer={
        open && (
          <WorkItemDrawer
            item={open}
            onPrevious={openAt(at - 1)}
            onNext={openAt(at + 1)}
            onClose={() => follow(address({ item: undefined }))}
            onResolved={afterResolving}
          />
        )
      }
    >
      <PageHeader title="Work queue" context={countWords(counts)} />
      <QueueTabs view={view} counts={counts} />
      {items.length === 0 ? (
        <EmptyQueue view={view} paged={cursor !== null} />
      ) : (
        <>
          <DataTable
            caption={
              view === 'resolved' ? 'Resolved work items, latest first.' : 'Open work items, soonest clock first.'
            }
            columns={view === 'resolved' ? resolvedColumns(reader) : openColumns(reader)}
            rows={items}
            rowId={(item) => item.id}
            rowName={(item) => item.subject.label}
            rowHref={(item) => address({ item: item.id })}
            onFollow={follow}
            openId={open?.id}
            onFocusRow={setFocusedId}
            onClose={() => follow(address({ item: undefined }))}
            lines={2}
            sticky
            narrow="blocks"
            groupOf={
              view === 'resolved'
                ? undefined
                : (item) => {
                    const group = clockGroup(item.dueAt, now)
                    const count = view === 'open' && group === 'late' ? counts.late : undefined
                    return { id: group, label: <GroupLabel words={clockGroupWords[group]} count={count} /> }
                  }
            }
          />
          <Pager
            text={view === 'resolved' ? 'Latest first.' : 'Soonest clock first.'}
            newer={{
              href: data.newer === null ? undefined : address({ cursor: data.newer }),
              why: 'This is the first page.',
            }}
            older={{
              href: data.older === null ? undefined : address({ cursor: data.older }),
              why: 'This is the last page.',
            }}
          />
        </>
      )}
      <KeyHints
        hints={[
          { keys: ['J', 'K'], label: 'move' },
          { keys: ['Enter'], label: 'open' },
          { keys: ['A'], label: 'take' },
          { keys: ['E'], label: 'resolve' },
          { keys: ['N'], label: 'next best action' },
          { keys: ['?'], label: 'all keys' },
        ]}
      />
      {focused && focused.id !== open?.id && <FocusedItem item={focused} onResolved={() => {}} />}
    </Page>
  )
}

function GroupLabel({ words, count }: { words: string; count: number | undefined }) {
  return (
    <>
      {words}
      {count !== undefined && <span className="ml-1.5 font-normal text-text-3 tabular-nums">{count}</span>}
    </>
  )
}
