'use client'
import { ResolveWorkItem } from '@mainstay/domain/work-item/command'
import {
  assignWorkItem,
  claimWorkItem,
  isSnoozed,
  resolveWorkItem,
  snoozeWorkItem,
} from '@mainstay/domain/work-item/decide'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { useAction } from '@/console/action.tsx'
import { useCommand } from '@/console/command.tsx'
import { refusedBy } from '@/console/refusal-words.ts'
import { useMe } from '@/console/session.tsx'
import { causeWords } from '@/nouns/work-item-cause.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { useMoment } from '@/ui/now.tsx'
import { sentence } from '@/ui/sentence.ts'
import type { Acting } from './acting.ts'
import { useAssign } from './assign.tsx'
import { useSnooze } from './snooze.tsx'

export type ItemActionsInput = Pick<Acting, 'onOutcome'> & {
  item: WorkItem
  /** Its keys mean something else while rows are selected. */
  withKeys: boolean
  /** It is off the list it was found in. */
  onLeft?: (() => void) | undefined
}

/** What a person can do with an item, wherever it is shown. */
export function useItemActions({ item, withKeys, onLeft, onOutcome }: ItemActionsInput) {
  const trpc = useTRPC()
  const { member } = useMe()
  const { now } = useMoment()
  const workItemId = item.id
  const seen = { workItemId, version: item.version }
  const { label } = item.subject
  const keys = (key: string) => withKeys && { keys: key }
  const taken = () => `${label} is yours.`
  const released = () => `${label} has no owner now.`
  const takeAgain = useCommand(trpc.workItem.claim.mutationOptions(), { done: taken })
  const releaseAgain = useCommand(trpc.workItem.release.mutationOptions(), { done: released })
  const take = useAction({
    procedure: trpc.workItem.claim.mutationOptions(),
    label: 'Take it',
    look: { className: 'flex-1' },
    refusal: refusedBy(claimWorkItem(item, member)),
    asks: { sends: seen },
    done: taken,
    undo: ({ version }) => releaseAgain.mutate({ workItemId, version }),
  })
  const release = useAction({
    procedure: trpc.workItem.release.mutationOptions(),
    label: 'Let go of it',
    look: { className: 'flex-1' },
    refusal: undefined,
    asks: { sends: seen },
    done: released,
    undo: ({ version }) => takeAgain.mutate({ workItemId, version }),
  })
  const assign = useAssign({
    items: [item],
    onOutcome,
    ...keys('a'),
    look: { variant: 'quiet', icon: 'person' },
    refusal: refusedBy(assignWorkItem(item, { ...member, seesQueue: true })),
  })
  const aside = {
    look: { variant: 'quiet', icon: 'clock' },
    refusal: refusedBy(snoozeWorkItem(item, null, now)),
  } as const
  const snooze = useSnooze({
    items: [item],
    onOutcome: (outcome) => {
      onOutcome(outcome)
      if (outcome.done.length > 0) onLeft?.()
    },
    ...keys('s'),
    ...aside,
  })
  const wake = useAction({
    ...aside,
    procedure: trpc.workItem.snooze.mutationOptions(),
    label: 'Bring back',
    asks: { sends: { ...seen, until: null } },
    done: () => `${label} is back on the queue.`,
    ...(onLeft && { after: onLeft }),
  })
  const resolve = useAction({
    procedure: trpc.workItem.resolve.mutationOptions(),
    label: 'Resolve with reason…',
    ...keys('e'),
    look: { className: 'flex-1' },
    refusal: refusedBy(resolveWorkItem(item, { resolution: noWords, resolvedBy: member, resolvedAt: now })),
    asks: {
      title: `Resolve ${label}`,
      description: sentence(causeWords(item).says),
      schema: ResolveWorkItem,
      given: seen,
      fields: [howItEnded],
      confirm: 'Resolve item',
    },
    done: () => `${label} is resolved.`,
    ...(onLeft && { after: onLeft }),
  })
  return { take, release, assign, snooze: isSnoozed(item, now) ? wake : snooze, resolve }
}

/** Before anybody has said how it ended: whether it may be closed does not depend on it. */
export const noWords = { code: 'note', text: '' } as const

export const howItEnded = {
  name: 'resolution',
  label: 'How it ended',
  hint: 'Kept in the audit log. Resolving moves no money.',
  placeholder: 'What is true now, and how you know',
}

/** The keys of the row that has the focus, while no drawer shows it. */
export function FocusedItem(input: Omit<ItemActionsInput, 'withKeys'>) {
  const { assign, snooze, resolve } = useItemActions({ ...input, withKeys: true })
  return (
    <>
      {assign.layer}
      {snooze.layer}
      {resolve.layer}
    </>
  )
}
