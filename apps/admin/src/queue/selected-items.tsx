'use client'
import { ResolveWorkItems } from '@mainstay/domain/work-item/command'
import { claimWorkItem, resolveWorkItem } from '@mainstay/domain/work-item/decide'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { ActionButton, useAction, useOpening } from '@/console/action.tsx'
import { refusedBy } from '@/console/refusal-words.ts'
import { useMe } from '@/console/session.tsx'
import { useTRPC } from '@/trpc/client.tsx'
import { useMoment } from '@/ui/now.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import { howItEnded, noWords } from './item-actions.tsx'
import { outcomeWords, type Reporting } from './item-commands.ts'
import { SnoozeDialog } from './snooze-dialog.tsx'

/** What can be done to several items at once. The rules say beforehand how many of them it is for. */
export function SelectedItems({ items, onOutcome }: Reporting & { items: readonly WorkItem[] }) {
  const trpc = useTRPC()
  const { member } = useMe()
  const { now } = useMoment()
  const workItemIds = items.map(({ id }) => id)
  const closings = items.map((item) =>
    resolveWorkItem(item, { resolution: noWords, resolvedBy: member, resolvedAt: now }),
  )
  const closable = closings.filter(({ ok }) => ok).length
  const take = useAction({
    procedure: trpc.workItem.claimMany.mutationOptions(),
    label: 'Take',
    look: { variant: 'quiet' },
    refusal: whenNone(items.map((item) => refusedBy(claimWorkItem(item, member)))),
    asks: { sends: { workItemIds } },
    done: (outcome) => outcomeWords(items, outcome, 'yours'),
    after: onOutcome,
  })
  const assign = useOpening({
    permission: 'workItem.assign',
    label: 'Assign',
    keys: 'a',
    look: { variant: 'quiet' },
    refusal: undefined,
    opens: (onClose) => <AssignDialog {...{ items, onClose, onOutcome }} />,
  })
  const snooze = useOpening({
    permission: 'workItem.snooze',
    label: 'Snooze',
    keys: 's',
    look: { variant: 'quiet' },
    refusal: undefined,
    opens: (onClose) => <SnoozeDialog {...{ items, onClose, onOutcome }} />,
  })
  const resolve = useAction({
    procedure: trpc.workItem.resolveMany.mutationOptions(),
    label: 'Resolve with reason…',
    keys: 'e',
    look: { variant: 'quiet' },
    refusal: whenNone(closings.map(refusedBy)),
    asks: {
      title: items.length === 1 ? 'Resolve 1 item' : `Resolve ${items.length} items`,
      description:
        closable === items.length
          ? 'All of them end with the same words.'
          : `${closable} of ${items.length} can be closed by hand. The others end with a decision or a fact, and stay.`,
      schema: ResolveWorkItems,
      given: { workItemIds },
      reason: howItEnded,
      confirm: closable === 1 ? 'Resolve 1 item' : `Resolve ${closable} items`,
    },
    done: (outcome) => outcomeWords(items, outcome, 'resolved'),
    after: onOutcome,
  })
  return [take, assign, snooze, resolve].map((action) => <ActionButton key={action.label} action={action} />)
}

/** A button for many is closed only when it would do nothing. */
function whenNone<R>(refusals: readonly (R | undefined)[]): R | undefined {
  return refusals.includes(undefined) ? undefined : refusals[0]
}
