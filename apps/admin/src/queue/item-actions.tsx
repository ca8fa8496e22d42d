'use client'
import { ResolveWorkItem } from '@mainstay/domain/work-item/command'
import { claimWorkItem, resolveWorkItem } from '@mainstay/domain/work-item/decide'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { useAction } from '@/console/action.tsx'
import { refusedBy } from '@/console/refusal-words.ts'
import { useMe } from '@/console/session.tsx'
import { useTRPC } from '@/trpc/client.tsx'
import { sentence } from '@/ui/sentence.ts'

/** What a person can do with an item, wherever it is shown. */
export function useItemActions(item: WorkItem, onResolved: () => void) {
  const trpc = useTRPC()
  const me = useMe()
  const claim = useAction({
    procedure: trpc.workItem.claim.mutationOptions(),
    label: 'Take it',
    keys: 'a',
    look: { icon: 'person', className: 'flex-1' },
    refusal: refusedBy(claimWorkItem(item, me.member)),
    asks: { sends: { workItemId: item.id } },
    done: () => `${item.subject.label} is yours.`,
  })
  const resolve = useAction({
    procedure: trpc.workItem.resolve.mutationOptions(),
    label: 'Resolve with reason…',
    keys: 'e',
    look: { className: 'flex-1' },
    refusal: refusedBy(resolveWorkItem(item, { resolution: '', resolvedBy: me.member, resolvedAt: item.createdAt })),
    asks: {
      title: `Resolve ${item.subject.label}`,
      description: sentence(item.cause),
      schema: ResolveWorkItem,
      given: { workItemId: item.id },
      reason: {
        name: 'resolution',
        label: 'How it ended',
        hint: 'Kept in the audit log. Resolving moves no money.',
        placeholder: 'What is true now, and how you know',
      },
      confirm: 'Resolve item',
    },
    done: () => `${item.subject.label} is resolved.`,
    after: onResolved,
  })
  return { claim, resolve }
}

/** The keys of the row that has the focus, while no drawer shows it. */
export function FocusedItem({ item, onResolved }: { item: WorkItem; onResolved: () => void }) {
  const { claim, resolve } = useItemActions(item, onResolved)
  return (
    <>
      {claim.layer}
      {resolve.layer}
    </>
  )
}
