'use client'
import type { BulkOutcome } from '@mainstay/domain/command/bulk'
import { type WorkItemCounts, workItemList } from '@mainstay/domain/work-item/work-item'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { BulkOutcomeDialog } from '@/console/bulk-outcome.tsx'
import { useFollow } from '@/console/follow.ts'
import { useKeys } from '@/console/keys.tsx'
import { ListPage } from '@/console/list-page.tsx'
import { useOpenRow } from '@/console/open-row.ts'
import { useMe } from '@/console/session.tsx'
import { useListing } from '@/console/use-listing.ts'
import { nextStep, workItems } from '@/nouns/work-item.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { useMoment } from '@/ui/now.tsx'
import { clockGroup } from './clock-group.ts'
import { FocusedItem } from './item-actions.tsx'
import { queueColumns } from './queue-columns.tsx'
import { SelectedItems } from './selected-items.tsx'
import { WorkItemDrawer } from './work-item-drawer.tsx'

const openHints = [
  { keys: ['A'], label: 'assign' },
  { keys: ['S'], label: 'snooze' },
  { keys: ['E'], label: 'resolve' },
  { keys: ['N'], label: 'do next action' },
]

export function WorkQueue() {
  const trpc = useTRPC()
  const me = useMe()
  const { now } = useMoment()
  const follow = useFollow()
  const { page, rows: items } = useListing(workItemList, workItems, trpc.workItem)
  const { data: counts } = useQuery(trpc.workItem.counts.queryOptions())
  const [focusedId, setFocusedId] = useState<string>()
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(new Set())
  const [outcome, setOutcome] = useState<BulkOutcome>()

  const { view } = page.shown
  const opened = useOpenRow(page.shown, items, 'item')
  const open = opened.row
  const focused = items.find((item) => item.id === focusedId) ?? open
  const isSelecting = items.some((item) => selectedIds.has(item.id))
  const isResolved = view === 'resolved'
  const report = (came: BulkOutcome) => setOutcome(came.refused.length === 0 ? undefined : came)
  const step = focused && nextStep(focused, me.permissions)
  useKeys([{ keys: 'n', label: 'Do the next best action', run: () => step && follow(step.href) }])

  const bulk = (ids: readonly string[], done: () => void) => (
    <SelectedItems
      items={items.filter(({ id }) => ids.includes(id))}
      onOutcome={(came) => {
        report(came)
        // What was refused stays selected; what was done has left the page, or is let go of with the rest.
        if (came.refused.length === 0) done()
      }}
    />
  )
  const reader = { id: me.member.id, permissions: me.permissions, currency: me.tenant.currency }
  return (
    <ListPage
      {...page}
      noun="item"
      csv="work-items"
      context={counts && countWords(counts)}
      {...(counts && { counts: { ...counts } })}
      hot="late"
      onSelect={setSelectedIds}
      bulk={isResolved ? undefined : bulk}
      hints={isResolved ? [] : openHints}
      drawer={
        open && (
          <WorkItemDrawer
            item={open}
            withKeys={!isSelecting}
            onLeft={opened.leave}
            onOutcome={report}
            {...opened.drawer}
          />
        )
      }
      table={{
        columns: queueColumns(view, reader),
        ...opened.table,
        rowName: (item) => item.subject.label,
        onFocusRow: setFocusedId,
        lines: 2,
        groupOf: isResolved || view === 'snoozed' ? undefined : (item) => clockGroup(item.dueAt, now),
      }}
    >
      {focused && focused.id !== open?.id && !isSelecting && <FocusedItem item={focused} onOutcome={report} />}
      {outcome && (
        <BulkOutcomeDialog
          outcome={outcome}
          nameOf={(id) => items.find((item) => item.id === id)?.subject.label ?? 'An item that is gone'}
          onClose={() => setOutcome(undefined)}
        />
      )}
    </ListPage>
  )
}

/** `41 open. 3 past their clock, 9 without an owner, 3 are yours.` */
function countWords({ open, late, unowned, mine }: WorkItemCounts): string {
  if (open === 0) return 'Nothing is open.'
  const yours = mine === 1 ? '1 is yours' : `${mine === 0 ? 'none' : mine} are yours`
  return `${open} open. ${late} past ${late === 1 ? 'its' : 'their'} clock, ${unowned} without an owner, ${yours}.`
}
