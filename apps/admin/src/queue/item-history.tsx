'use client'
import { CommentOnWorkItem } from '@mainstay/domain/work-item/command'
import type { WorkItemStep, WorkItemStory } from '@mainstay/domain/work-item/history'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, type ReactNode, type RefObject, useState } from 'react'
import { useCommand } from '@/console/command.tsx'
import { FailureNote } from '@/console/failure-note.tsx'
import { useMe } from '@/console/session.tsx'
import { Timeline } from '@/console/timeline.tsx'
import { resolutionWords } from '@/nouns/work-item-cause.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { Field, TextArea } from '@/ui/field.tsx'
import { ButtonKey } from '@/ui/kbd.tsx'
import { Time } from '@/ui/now.tsx'

/** What colleagues did with an item and said about it, and a box to say more. */
export function ItemHistory({ itemId, box }: { itemId: string; box: RefObject<HTMLTextAreaElement | null> }) {
  const trpc = useTRPC()
  const { member, permissions } = useMe()
  const story = useQuery(trpc.workItem.get.queryOptions({ workItemId: itemId }))
  return (
    <section aria-label="History" aria-busy={story.isPending}>
      <h3 className="mt-5 mb-2.5">History</h3>
      {story.isPending && <span className="skeleton" style={{ width: 220 }} />}
      {story.isError && <FailureNote error={story.error} tried="read" />}
      {story.data && (
        <Timeline
          entries={story.data.history.toReversed().map((step) => ({
            id: step.id,
            ...(step.by.id === null
              ? { shape: step.move === 'settle' ? ('done' as const) : ('dot' as const) }
              : { person: { name: step.by.name, you: step.by.id === member.id } }),
            words: stepWords(step),
            ...saidIn(step, story.data),
            when: <Time at={step.at} />,
          }))}
        />
      )}
      {permissions.includes('workItem.comment') && <CommentBox itemId={itemId} box={box} />}
    </section>
  )
}

function CommentBox({ itemId, box }: { itemId: string; box: RefObject<HTMLTextAreaElement | null> }) {
  const trpc = useTRPC()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const comment = useCommand(trpc.workItem.comment.mutationOptions(), {
    done: () => 'Your comment is there.',
    after: () => setText(''),
  })

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (comment.isPending) return
    const read = CommentOnWorkItem.safeParse({ workItemId: itemId, text })
    setProblem(read.error?.issues[0]?.message)
    if (read.success) comment.mutate(read.data)
    else box.current?.focus()
  }

  return (
    <form noValidate className="mt-3 grid gap-2" onSubmit={submit} onKeyDown={sendOnModEnter}>
      <Field label="Comment" hint="Plain text, for colleagues. It stays." error={problem} className="max-w-none">
        {(control) => (
          <TextArea {...control} ref={box} rows={2} value={text} onChange={(event) => setText(event.target.value)} />
        )}
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

function sendOnModEnter(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
  event.preventDefault()
  event.currentTarget.requestSubmit()
}

/** Why it was opened stands above; how it was settled is the item's own. */
function saidIn({ move, text }: WorkItemStep, story: WorkItemStory): { said?: string } {
  const said = text ?? (move === 'settle' ? resolutionWords(story) : undefined)
  return said === undefined || move === 'open' ? {} : { said }
}

function stepWords({ move, by, changes }: WorkItemStep): ReactNode {
  const after = (field: string) => changes.find((change) => change.field === field)?.after ?? null
  switch (move) {
    case 'open':
      return `${by.name} put it on the queue`
    case 'claim':
      return `${by.name} took it`
    case 'release':
      return `${by.name} let go of it`
    case 'assign':
      return `${by.name} gave it to ${after('owner') ?? 'its owner again'}`
    case 'snooze': {
      const until = after('snoozed until')
      if (until === null) return `${by.name} brought it back`
      return (
        <>
          {by.name} put it aside until <Time at={new Date(String(until))} />
        </>
      )
    }
    case 'comment':
      return `${by.name} commented`
    case 'resolve':
      return `${by.name} closed it`
    case 'settle':
      return `Closed by what ${by.name} did`
  }
}
