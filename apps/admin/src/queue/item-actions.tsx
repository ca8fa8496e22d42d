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
import { useAction, useOpening } from '@/console/action.tsx'
import { refusedBy } from '@/console/refusal-words.ts'
import { useMe } from '@/console/session.tsx'
import { causeWords } from '@/nouns/work-item-cause.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { useMoment } from '@/ui/now.tsx'
import { sentence } from '@/ui/sentence.ts'
import { AssignDialog } from './assign-dialog.tsx'
import type { Reporting } from './item-commands.ts'
import { SnoozeDialog } from './snooze-dialog.tsx'

type ItemActionsInput = Reporting & {
  item: WorkItem
  /** Its keys mean something else while rows are selected. */
  withKeys: boolean
  onResolved?: (() => void) | undefined
}

/** What a person can do with an item, wherever it is shown. */
export function useItemActions({ item, withKeys, onResolved, onOutcome }: ItemActionsInput) {
  const trpc = useTRPC()
  const { member } = useMe()
  const { now } = useMoment()
  const workItemId = item.id
  const { label } = item.subject
  const keys = (key: string) => withKeys && { keys: key }
  const take = useAction({
    procedure: trpc.workItem.claim.mutationOptions(),
    label: 'Take it',
    look: { className: 'flex-1' },
    refusal: refusedBy(claimWorkItem(item, member)),
    asks: { sends: { workItemId } },
    done: () => `${label} is yours.`,
  })
  const release = useAction({
    procedure: trpc.workItem.release.mutationOptions(),
    label: 'Let go of it',
    look: { className: 'flex-1' },
    refusal: undefined,
    asks: { sends: { workItemId } },
    done: () => `${label} has no owner now.`,
  })
  const assign = useOpening({
    permission: 'workItem.assign',
    label: 'Assign',
    ...keys('a'),
    look: { variant: 'quiet', icon: 'person' },
    refusal: refusedBy(assignWorkItem(item, { ...member, seesQueue: true })),
    opens: (onClose) => <AssignDialog items={[item]} {...{ onClose, onOutcome }} />,
  })
  const snooze = useOpening({
    permission: 'workItem.snooze',
    label: 'Snooze',
    ...keys('s'),
    look: { variant: 'quiet', icon: 'clock' },
    refusal: refusedBy(snoozeWorkItem(item, null, now)),
    opens: (onClose) => <SnoozeDialog items={[item]} {...{ onClose, onOutcome }} />,
  })
  const wake = useAction({
    procedure: trpc.workItem.snooze.mutationOptions(),
    label: 'Bring back',
    look: { variant: 'quiet', icon: 'clock' },
    refusal: refusedBy(snoozeWorkItem(item, null, now)),
    asks: { sends: { workItemId, until: null } },
    done: () => `${label} is back on the queue.`,
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
      given: { workItemId },
      reason: howItEnded,
      confirm: 'Resolve item',
    },
    done: () => `${label} is resolved.`,
    ...(onResolved && { after: onResolved }),
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
} as const

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
