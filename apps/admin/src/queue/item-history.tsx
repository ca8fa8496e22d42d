'use client'
import { CommentOnWorkItem } from '@mainstay/domain/work-item/command'
import type { WorkItemStep, WorkItemStory } from '@mainstay/domain/work-item/history'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode, RefObject } from 'react'
import { useCommand } from '@/console/command.tsx'
import { FailureNote } from '@/console/failure-note.tsx'
import { Loaded } from '@/console/loaded.tsx'
import { useMe } from '@/console/session.tsx'
import { Timeline, type TimelineEntry } from '@/console/timeline.tsx'
import { useWritten } from '@/console/written.ts'
import { resolutionWords } from '@/nouns/work-item-cause.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { Field, TextArea } from '@/ui/field.tsx'
import { ButtonKey } from '@/ui/kbd.tsx'
import { Time } from '@/ui/now.tsx'
import { sendOnModEnter } from '@/ui/send-on-enter.ts'

/** What colleagues did with an item and said about it, and a box to say more. */
export function ItemHistory({ itemId, box }: { itemId: string; box: RefObject<HTMLTextAreaElement | null> }) {
  const trpc = useTRPC()
  const { member, permissions } = useMe()
  const story = useQuery(trpc.workItem.get.queryOptions({ workItemId: itemId }))
  return (
    <section aria-label="History">
      <h3 className="mt-5 mb-2.5">History</h3>
      <Loaded found={story} label="the history">
        {(item) => <Timeline entries={item.history.toReversed().map((step) => entryOf(step, item, member.id))} />}
      </Loaded>
      {permissions.includes('workItem.comment') && <CommentBox itemId={itemId} box={box} />}
    </section>
  )
}

function CommentBox({ itemId, box }: { itemId: string; box: RefObject<HTMLTextAreaElement | null> }) {
  const trpc = useTRPC()
  const comment = useCommand(trpc.workItem.comment.mutationOptions(), {
    done: () => 'Your comment is there.',
    after: () => form.ref.current?.reset(),
  })
  const { form, problems } = useWritten({
    schema: CommentOnWorkItem,
    given: { workItemId: itemId },
    busy: comment.isPending,
    send: (written) => comment.mutate(written),
  })
  return (
    <form {...form} className="mt-3 grid gap-2" onKeyDown={sendOnModEnter}>
      <Field label="Comment" hint="Plain text, for colleagues. It stays." error={problems.text} className="max-w-none">
        {(control) => <TextArea {...control} ref={box} rows={2} name="text" />}
      </Field>
      {comment.error !== null && <FailureNote error={comment.error} />}
      <div className="flex justify-end">
        <Button type="submit" busy={comment.isPending}>
          Comment <ButtonKey>⌘↵</ButtonKey>
        </Button>
      </div>
    </form>
  )
}

function entryOf(step: WorkItemStep, story: WorkItemStory, you: string): TimelineEntry {
  const { id, name } = step.by
  return {
    id: step.id,
    ...(id === null ? { shape: step.move === 'settle' ? 'done' : 'dot' } : { person: { name, you: id === you } }),
    words: stepWords(step),
    ...saidIn(step, story),
    when: <Time at={step.at} />,
  }
}

/** Why it was opened stands above; how it was settled is the item's own. */
function saidIn({ move, text }: WorkItemStep, story: WorkItemStory): { said?: string } {
  const said = text ?? (move === 'settle' ? resolutionWords(story) : undefined)
  return said === undefined || move === 'open' ? {} : { said }
}

function stepWords({ move, by: { name }, changes }: WorkItemStep): ReactNode {
  const after = (field: string) => changes.find((change) => change.field === field)?.after ?? null
  switch (move) {
    case 'open':
      return `${name} put it on the queue`
    case 'claim':
      return `${name} took it`
    case 'release':
      return `${name} let go of it`
    case 'assign':
      return `${name} gave it to ${after('owner') ?? 'its owner again'}`
    case 'snooze': {
      const until = after('snoozed until')
      if (until === null) return `${name} brought it back`
      return (
        <>
          {name} put it aside until <Time at={new Date(String(until))} />
        </>
      )
    }
    case 'comment':
      return `${name} commented`
    case 'resolve':
      return `${name} closed it`
    case 'settle':
      return `Closed by what ${name} did`
  }
}
