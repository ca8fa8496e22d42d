'use client'
import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { useState } from 'react'
import { useOpening } from '@/console/action.tsx'
import { useCommand } from '@/console/command.tsx'
import { FailureNote } from '@/console/failure-note.tsx'
import { useMe } from '@/console/session.tsx'
import { useTRPC } from '@/trpc/client.tsx'
import { Avatar } from '@/ui/avatar.tsx'
import { Dialog } from '@/ui/dialog.tsx'
import { type Acting, asDone, asSeen, nameOfAll, outcomeWords } from './acting.ts'

/** Gives items to a colleague who finds them on the queue, or to oneself. */
export function useAssign({ items, onOutcome, ...face }: Acting) {
  return useOpening({
    ...face,
    permission: 'workItem.assign',
    label: 'Assign',
    opens: (onClose) => <AssignDialog {...{ items, onOutcome, onClose }} />,
  })
}

type AssignInput = Pick<Acting, 'items' | 'onOutcome'> & { onClose: () => void }

function AssignDialog({ items, onOutcome, onClose }: AssignInput) {
  const trpc = useTRPC()
  const { member: me } = useMe()
  const colleagues = useQuery(trpc.workItem.colleagues.queryOptions())
  const giveBack = useCommand(trpc.workItem.assignMany.mutationOptions(), {
    done: (outcome) => outcomeWords(items, outcome, 'where it was'),
  })
  // What nobody had is let go of by its new owner only.
  const [owner, ...otherOwners] = new Set(items.map((item) => item.owner?.id))
  const undo = owner !== undefined && otherOwners.length === 0
  const assign = useCommand(trpc.workItem.assignMany.mutationOptions(), {
    done: (outcome) => outcomeWords(items, outcome, 'assigned'),
    undo: undo ? (outcome, sent) => giveBack.mutate({ ...asDone(sent, outcome), memberId: owner }) : undefined,
    after: (outcome) => {
      onClose()
      onOutcome(outcome)
    },
  })
  // As they were when the dialog opened, and not as a colleague has changed them since.
  const [seen] = useState(() => asSeen(items))
  const others = colleagues.data?.items.filter(({ id }) => id !== me.id) ?? []
  return (
    <Dialog
      onClose={onClose}
      title={`Assign ${nameOfAll(items)}`}
      description="Whoever has it now sees in its history who gave it away."
    >
      <Command label="Assign to" loop className="-mx-1.5">
        <Command.Input
          placeholder="Name or job"
          className="mx-1.5 mb-2 h-(--control-h-lg) w-[calc(100%-0.75rem)] rounded-sm border border-border-control bg-surface px-2.5 placeholder:text-text-3 max-md:text-lg"
        />
        <Command.List className="max-h-80 overflow-y-auto" label="Colleagues">
          <Command.Empty className="px-2.5 py-2 text-text-2">
            {colleagues.isPending ? 'Looking who is there…' : 'Nobody of that name can see the queue.'}
          </Command.Empty>
          {[me, ...others].map((person) => (
            <Command.Item
              key={person.id}
              value={`${person.name} ${person.title} ${person.id}`}
              keywords={person.id === me.id ? ['me', 'you'] : []}
              disabled={assign.isPending}
              onSelect={() => assign.mutate({ ...seen, memberId: person.id })}
              className="flex h-9 cursor-default items-center gap-2.5 rounded-sm px-2.5 data-[selected=true]:bg-selected pointer-coarse:h-11"
            >
              <span aria-hidden="true" className="contents">
                <Avatar name={person.name} you={person.id === me.id} />
              </span>
              <span className="font-medium">{person.id === me.id ? `${person.name} (you)` : person.name}</span>
              <span className="truncate text-text-3">{person.title}</span>
            </Command.Item>
          ))}
        </Command.List>
      </Command>
      {colleagues.isError && <FailureNote error={colleagues.error} tried="read" />}
      {assign.error !== null && <FailureNote error={assign.error} />}
    </Dialog>
  )
}
