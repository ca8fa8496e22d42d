'use client'
import type { BulkOutcome } from '@mainstay/domain/command/bulk'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { useCommand } from '@/console/command.tsx'
import { useTRPC } from '@/trpc/client.tsx'

/** Whoever has something done to items is told what came of each. */
export type Reporting = { onOutcome: (outcome: BulkOutcome) => void }
type Following = Reporting & { after?: () => void }

/** `NW-7Q3F is put aside.`, or `3 items are put aside.` */
export function outcomeWords(items: readonly WorkItem[], { done }: BulkOutcome, what: string): string {
  const [first] = done
  if (first === undefined) return 'Nothing was changed.'
  if (done.length > 1) return `${done.length} items are ${what}.`
  return `${items.find(({ id }) => id === first)?.subject.label ?? 'The item'} is ${what}.`
}

/** Puts items aside. Taken back, those come back that it put aside. */
export function useSnooze(items: readonly WorkItem[], { onOutcome, after }: Following) {
  const trpc = useTRPC()
  const wake = useCommand(trpc.workItem.snoozeMany.mutationOptions(), {
    done: (outcome) => outcomeWords(items, outcome, 'back on the queue'),
  })
  const snooze = useCommand(trpc.workItem.snoozeMany.mutationOptions(), {
    done: (outcome) => outcomeWords(items, outcome, 'put aside'),
    undo: ({ done: workItemIds }) => wake.mutate({ workItemIds, until: null }),
    after: (outcome) => {
      after?.()
      onOutcome(outcome)
    },
  })
  const workItemIds = items.map(({ id }) => id)
  return { ...snooze, mutate: (until: Date) => snooze.mutate({ workItemIds, until }) }
}

export function useAssign(items: readonly WorkItem[], { onOutcome, after }: Following) {
  const trpc = useTRPC()
  const assign = useCommand(trpc.workItem.assignMany.mutationOptions(), {
    done: (outcome) => outcomeWords(items, outcome, 'assigned'),
    after: (outcome) => {
      after?.()
      onOutcome(outcome)
    },
  })
  const workItemIds = items.map(({ id }) => id)
  return { ...assign, mutate: (person: { id: string }) => assign.mutate({ workItemIds, memberId: person.id }) }
}
