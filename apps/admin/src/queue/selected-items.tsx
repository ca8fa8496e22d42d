'use client'
import { ResolveWorkItems } from '@mainstay/domain/work-item/command'
import { claimWorkItem, resolveWorkItem } from '@mainstay/domain/work-item/decide'
import { ActionButton, useAction } from '@/console/action.tsx'
import { refusedBy } from '@/console/refusal-words.ts'
import { useMe } from '@/console/session.tsx'
import { useTRPC } from '@/trpc/client.tsx'
import { counted } from '@/ui/count.ts'
import { useMoment } from '@/ui/now.tsx'
import { type Acting, asSeen, outcomeWords } from './acting.ts'
import { useAssign } from './assign.tsx'
import { howItEnded, noWords } from './item-actions.tsx'
import { useSnooze } from './snooze.tsx'

/** What can be done to several items at once. The rules say beforehand how many of them it is for. */
export function SelectedItems({ items, onOutcome }: Pick<Acting, 'items' | 'onOutcome'>) {
  const trpc = useTRPC()
  const { member } = useMe()
  const { now } = useMoment()
  const seen = asSeen(items)
  const closings = items.map((item) =>
    resolveWorkItem(item, { resolution: noWords, resolvedBy: member, resolvedAt: now }),
  )
  const closable = closings.filter(({ ok }) => ok).length
  const look = { variant: 'quiet' } as const
  const take = useAction({
    procedure: trpc.workItem.claimMany.mutationOptions(),
    label: 'Take',
    look,
    refusal: whenNone(items.map((item) => refusedBy(claimWorkItem(item, member)))),
    asks: { sends: seen },
    done: (outcome) => outcomeWords(items, outcome, 'yours'),
    after: onOutcome,
  })
  const assign = useAssign({ items, onOutcome, keys: 'a', look, refusal: undefined })
  const snooze = useSnooze({ items, onOutcome, keys: 's', look, refusal: undefined })
  const resolve = useAction({
    procedure: trpc.workItem.resolveMany.mutationOptions(),
    label: 'Resolve with reason…',
    keys: 'e',
    look,
    refusal: whenNone(closings.map(refusedBy)),
    asks: {
      title: `Resolve ${counted(items.length, 'item')}`,
      description:
        closable === items.length
          ? 'All of them end with the same words.'
          : `${closable} of ${items.length} can be closed by hand. The others end with a decision or a fact, and stay.`,
      schema: ResolveWorkItems,
      given: seen,
      fields: [howItEnded],
      confirm: `Resolve ${counted(closable, 'item')}`,
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
