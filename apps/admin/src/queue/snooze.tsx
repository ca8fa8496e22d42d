'use client'
import { SnoozeWorkItems } from '@mainstay/domain/work-item/command'
import { latestSnooze, snoozeWorkItem } from '@mainstay/domain/work-item/decide'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { useState } from 'react'
import { useAction } from '@/console/action.tsx'
import { useCommand } from '@/console/command.tsx'
import { refusedBy } from '@/console/refusal-words.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { ChoiceField, Field, Input } from '@/ui/field.tsx'
import { Time, useMoment } from '@/ui/now.tsx'
import { type Acting, asDone, asSeen, nameOfAll, outcomeWords } from './acting.ts'
import { snoozeChoices, zonedTime } from './snooze-until.ts'

/** Puts items aside until one of the times people mean, or any other within the rule. Taken back, those come back. */
export function useSnooze({ items, onOutcome, ...face }: Acting) {
  const { now } = useMoment()
  const procedure = useTRPC().workItem.snoozeMany.mutationOptions()
  // By the time it is taken back, the next item may stand here.
  const [aside, setAside] = useState(items)
  const wake = useCommand(procedure, { done: (outcome) => outcomeWords(aside, outcome, 'back on the queue') })
  return useAction({
    ...face,
    procedure,
    label: 'Snooze',
    asks: {
      title: `Snooze ${nameOfAll(items)}`,
      description: 'Off the queue for everybody until then. The clock goes on.',
      schema: SnoozeWorkItems.superRefine(({ until }, context) => {
        const refusal = items.map((item) => refusedBy(snoozeWorkItem(item, until, now))).find(Boolean)
        if (refusal) context.addIssue({ code: 'custom', path: ['until'], message: `${refusal.fact} ${refusal.wayOut}` })
      }),
      given: asSeen(items),
      fields: ({ until }) => <Until items={items} problem={until} />,
      confirm: 'Snooze',
    },
    done: (outcome) => outcomeWords(items, outcome, 'put aside'),
    undo: (outcome, sent) => wake.mutate({ ...asDone(sent, outcome), until: null }),
    after: (outcome) => {
      setAside(items)
      onOutcome(outcome)
    },
  })
}

const another = 'another'

function Until({ items, problem }: { items: readonly WorkItem[]; problem: string | undefined }) {
  const { now, timeZone } = useMoment()
  const latest = new Date(Math.min(...items.map((item) => latestSnooze(item, now).getTime())))
  // As they were when the dialog opened: what is chosen does not move under the hand.
  const [choices] = useState(() => snoozeChoices(now, latest, timeZone))
  const [chosen, setChosen] = useState(choices[0]?.label ?? another)
  const [written, setWritten] = useState('')
  const until = choices.find(({ label }) => label === chosen)?.until ?? zonedTime(written, timeZone)
  const options = choices.map(({ label, until: at }) => ({ value: label, label: <LabelAt label={label} at={at} /> }))
  return (
    <>
      <ChoiceField
        label="Until"
        options={[...options, { value: another, label: 'Another time' }]}
        value={chosen}
        onChange={setChosen}
      />
      {chosen === another && (
        <Field label="Day and time" hint={<Latest at={latest} />} error={problem}>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={written}
              onChange={(event) => setWritten(event.target.value)}
            />
          )}
        </Field>
      )}
      <input type="hidden" name="until" value={until?.toISOString() ?? ''} />
    </>
  )
}

function Latest({ at }: { at: Date }) {
  return (
    <>
      <Time at={at} /> at the latest, in the marketplace’s time.
    </>
  )
}

function LabelAt({ label, at }: { label: string; at: Date }) {
  return (
    <>
      {label}{' '}
      <span className="text-text-3">
        <Time at={at} />
      </span>
    </>
  )
}
