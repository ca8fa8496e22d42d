'use client'
import { isSnoozed } from '@mainstay/domain/work-item/decide'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { useRef } from 'react'
import { ActionButton } from '@/console/action.tsx'
import { useKeys } from '@/console/keys.tsx'
import { MoneyText } from '@/console/money-text.tsx'
import { useMe } from '@/console/session.tsx'
import { State } from '@/console/state.tsx'
import { RawText } from '@/console/vendor-note.tsx'
import { orders } from '@/nouns/order.ts'
import { runs } from '@/nouns/run.ts'
import { nextStep, workItems } from '@/nouns/work-item.ts'
import { causeWords, resolutionWords } from '@/nouns/work-item-cause.ts'
import { shortId } from '@/runs/short-id.ts'
import { Person } from '@/ui/avatar.tsx'
import { Button, ButtonLink } from '@/ui/button.tsx'
import { Clock } from '@/ui/clock.tsx'
import { Drawer } from '@/ui/drawer.tsx'
import { ButtonKey } from '@/ui/kbd.tsx'
import { Link } from '@/ui/link.tsx'
import { Note } from '@/ui/note.tsx'
import { Time, useMoment } from '@/ui/now.tsx'
import { type Fact, FactGrid } from '@/ui/page-header.tsx'
import { sentence } from '@/ui/sentence.ts'
import { useItemActions } from './item-actions.tsx'
import type { Reporting } from './item-commands.ts'
import { ItemHistory } from './item-history.tsx'
import { RunSoFar } from './run-so-far.tsx'

type DrawerInput = Reporting & {
  item: WorkItem
  withKeys: boolean
  onPrevious: (() => void) | undefined
  onNext: (() => void) | undefined
  onClose: () => void
  onResolved: () => void
}

/** Enough to decide without leaving the list: what happened, why it waits, and the one action that helps most. */
export function WorkItemDrawer({ item, onPrevious, onNext, onClose, ...acting }: DrawerInput) {
  const me = useMe()
  const { now } = useMoment()
  const box = useRef<HTMLTextAreaElement>(null)
  const { take, release, assign, snooze, resolve } = useItemActions({ item, ...acting })
  const { noun, title, look, fact, end } = workItems.kinds[item.kind]
  const cause = causeWords(item)
  const step = nextStep(item, me.permissions)
  const open = item.status === 'open'
  const yours = item.owner?.id === me.member.id
  const comment = () => {
    box.current?.scrollIntoView({ block: 'center' })
    box.current?.focus()
  }
  const mayComment = me.permissions.includes('workItem.comment')
  useKeys(mayComment ? [{ keys: 'c', label: 'Comment', place: 'This page', run: comment }] : [])
  return (
    <Drawer
      kind={`${noun} · ${item.subject.label}`}
      title={title}
      summary={
        <>
          <State look={open ? look : { shape: 'done', words: 'Resolved' }} />
          {open && <Clock due={item.dueAt} since={item.createdAt} />}
          {isSnoozed(item, now) && item.snoozedUntil && (
            <span className="text-text-2">
              Back <Time at={item.snoozedUntil} />
            </span>
          )}
          {item.owner ? (
            <Person name={item.owner.name} you={yours} />
          ) : (
            <span className="text-text-3">{open ? 'Nobody has taken it' : 'Nobody had taken it'}</span>
          )}
        </>
      }
      onPrevious={onPrevious}
      onNext={onNext}
      onClose={onClose}
      footer={
        <>
          {open && <ActionButton action={assign} />}
          {open && <ActionButton action={snooze} />}
          {mayComment && (
            <Button variant="quiet" icon="comment" onClick={comment}>
              Comment <ButtonKey>C</ButtonKey>
            </Button>
          )}
        </>
      }
    >
      <p className="wrap-anywhere">{sentence(cause.says)}</p>
      {cause.raw && <RawText text={cause.raw} />}
      {open ? (
        <Note plain shape="locked" title={fact} className="mt-3.5">
          {end}
        </Note>
      ) : (
        <Note plain shape="done" title="How it ended" className="mt-3.5">
          <span className="wrap-anywhere">{resolutionWords(item)}</span>
          {item.resolvedAt && (
            <span className="block text-text-3">
              {item.resolvedBy?.name} · <Time at={item.resolvedAt} />
            </span>
          )}
        </Note>
      )}
      {open && (
        <>
          <p className="mt-3.5 text-sm text-text-3">Next best action</p>
          <p className="font-medium wrap-anywhere">{sentence(cause.next)}</p>
        </>
      )}
      <div className="mt-3.5 grid gap-2">
        {step && (
          <ButtonLink variant={open ? 'primary' : 'default'} size="large" href={step.href}>
            {step.label} <ButtonKey>N</ButtonKey>
          </ButtonLink>
        )}
        {open && (
          <div className="flex gap-2">
            <ActionButton action={yours ? release : take} />
            <ActionButton action={resolve} />
          </div>
        )}
      </div>
      <FactGrid facts={factsOf(item, me.permissions)} />
      {item.runId !== null && me.permissions.includes('workflow.read') && <RunSoFar runId={item.runId} />}
      <ItemHistory itemId={item.id} box={box} />
    </Drawer>
  )
}

function factsOf(item: WorkItem, permissions: readonly string[]): (Fact & { id: string })[] {
  const facts: (Fact & { id: string })[] = [
    { id: 'since', label: 'Open since', value: <Time at={item.createdAt} /> },
    { id: 'due', label: item.status === 'open' ? 'Due' : 'Was due', value: <Time at={item.dueAt} /> },
  ]
  if (item.atStake !== null)
    facts.unshift({ id: 'stake', label: 'At stake', value: <MoneyText money={item.atStake} /> })
  if (item.purchaseId !== null && permissions.includes('purchase.read')) {
    facts.push({
      id: 'order',
      label: 'Order',
      value: (
        <Link className="link" href={orders.href(item.purchaseId)} prefetch={false}>
          {item.subject.type === 'payment' ? item.subject.label : 'Open the order'}
        </Link>
      ),
    })
  }
  if (item.runId !== null && permissions.includes('workflow.read')) {
    facts.push({
      id: 'run',
      label: 'Run',
      value: (
        <Link className="link code" href={runs.href(item.runId)} prefetch={false}>
          {shortId(item.runId)}
        </Link>
      ),
    })
  }
  return facts
}
