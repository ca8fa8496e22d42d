'use client'
import { isSnoozed } from '@mainstay/domain/work-item/decide'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { useRef } from 'react'
import { ActionButton } from '@/console/action.tsx'
import { type FactList, Facts } from '@/console/facts.tsx'
import { useKeys } from '@/console/keys.tsx'
import { NounLink } from '@/console/noun-link.tsx'
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
import { Drawer, type DrawerMoves } from '@/ui/drawer.tsx'
import { ButtonKey } from '@/ui/kbd.tsx'
import { Note } from '@/ui/note.tsx'
import { Time, useMoment } from '@/ui/now.tsx'
import { sentence } from '@/ui/sentence.ts'
import { type ItemActionsInput, useItemActions } from './item-actions.tsx'
import { ItemHistory } from './item-history.tsx'
import { RunSoFar } from './run-so-far.tsx'

type DrawerInput = ItemActionsInput & DrawerMoves

/** Enough to decide without leaving the list: what happened, why it waits, and the one action that helps most. */
export function WorkItemDrawer({ item, withKeys, onLeft, onOutcome, ...moves }: DrawerInput) {
  const me = useMe()
  const { now } = useMoment()
  const box = useRef<HTMLTextAreaElement>(null)
  const { take, release, assign, snooze, resolve } = useItemActions({ item, withKeys, onLeft, onOutcome })
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
  useKeys(mayComment ? [{ keys: 'c', label: 'Comment', run: comment }] : [])
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
      {...moves}
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
      <Facts look="grid" facts={factsOf(item, me.permissions)} />
      {item.runId !== null && me.permissions.includes('workflow.read') && <RunSoFar runId={item.runId} />}
      <ItemHistory itemId={item.id} box={box} />
    </Drawer>
  )
}

function factsOf(item: WorkItem, permissions: readonly string[]): FactList {
  const { atStake, purchaseId, runId, subject } = item
  const order = subject.type === 'payment' ? subject.label : 'Open the order'
  return [
    atStake !== null && { label: 'At stake', value: atStake },
    { label: 'Open since', value: item.createdAt },
    { label: item.status === 'open' ? 'Due' : 'Was due', value: item.dueAt },
    purchaseId !== null &&
      permissions.includes('purchase.read') && {
        label: 'Order',
        value: <NounLink noun={orders} id={purchaseId} words={order} />,
      },
    runId !== null &&
      permissions.includes('workflow.read') && {
        label: 'Run',
        value: <NounLink noun={runs} id={runId} words={<span className="code">{shortId(runId)}</span>} />,
      },
  ]
}
