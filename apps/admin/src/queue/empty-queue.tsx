import type { workItemList } from '@mainstay/domain/work-item/work-item'
import { workItems } from '@/nouns/work-item.ts'
import { ButtonLink } from '@/ui/button.tsx'
import { StateBlock } from '@/ui/states.tsx'

type View = keyof typeof workItemList.views

const words: Record<View, { title: string; text: string }> = {
  open: {
    title: 'Nothing waits for a person',
    text: 'A payment nobody knows about, a refund to release or a run that stopped would stand here.',
  },
  mine: {
    title: 'Nothing is yours',
    text: 'Take an item from all open ones, and it stands here until it is resolved.',
  },
  late: { title: 'Nothing is past its clock', text: 'Every open item still has time.' },
  unowned: { title: 'Every open item has an owner', text: 'New items start without one.' },
  snoozed: { title: 'Nothing is put aside', text: 'What somebody snoozes stands here until its time has come.' },
  resolved: { title: 'Nothing has been resolved yet', text: 'What a person or the system closes is kept here.' },
}

export function EmptyQueue({ view, paged }: { view: View; paged: boolean }) {
  const { title, text } = paged ? { title: 'This page is empty now', text: 'Its items have moved on.' } : words[view]
  return (
    <StateBlock
      shape={view === 'resolved' || view === 'mine' ? 'notStarted' : 'done'}
      title={title}
      actions={(view !== 'open' || paged) && <ButtonLink href={workItems.list()}>Show all open</ButtonLink>}
    >
      {text}
    </StateBlock>
  )
}
