'use client'
import { latestSnooze, snoozeWorkItem } from '@mainstay/domain/work-item/decide'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { type FormEvent, useState } from 'react'
import { FailureNote } from '@/console/failure-note.tsx'
import { refusedBy } from '@/console/refusal-words.ts'
import { Button } from '@/ui/button.tsx'
import { Dialog } from '@/ui/dialog.tsx'
import { Choice, Choices, Field, Input } from '@/ui/field.tsx'
import { useFirstProblem } from '@/ui/first-problem.ts'
import { ButtonKey } from '@/ui/kbd.tsx'
import { Time, useMoment } from '@/ui/now.tsx'
import { type Reporting, useSnooze } from './item-commands.ts'
import { snoozeChoices, zonedTime } from './snooze-until.ts'

type SnoozeInput = Reporting & { items: readonly WorkItem[]; onClose: () => void }

const another = 'another'

/** Puts items aside until one of the times people mean, or any other within the rule. */
export function SnoozeDialog({ items, onClose, onOutcome }: SnoozeInput) {
  const { now, timeZone } = useMoment()
  const snooze = useSnooze(items, { onOutcome, after: onClose })
  const [tries, setTries] = useState(0)
  const [problem, setProblem] = useState<string>()
  const form = useFirstProblem(tries)
  const latest = new Date(Math.min(...items.map((item) => latestSnooze(item, now).getTime())))
  // As they were when the dialog opened: what is chosen does not move under the hand.
  const [choices] = useState(() => snoozeChoices(now, latest, timeZone))
  const [chosen, setChosen] = useState(choices[0]?.label ?? another)

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (snooze.isPending) return
    const written = new FormData(event.currentTarget).get('until')
    const typed = typeof written === 'string' ? zonedTime(written, timeZone) : undefined
    const until = choices.find(({ label }) => label === chosen)?.until ?? typed
    const refusals = items.map((item) => until && refusedBy(snoozeWorkItem(item, until, now)))
    const refusal = refusals.find((each) => each !== undefined)
    setTries(tries + 1)
    setProblem(until === undefined ? 'Name a day and a time' : refusal && `${refusal.fact} ${refusal.wayOut}`)
    if (until !== undefined && refusal === undefined) snooze.mutate(until)
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={items.length === 1 ? `Snooze ${items[0]?.subject.label}` : `Snooze ${items.length} items`}
      description="Off the queue for everybody until then. The clock goes on."
    >
      <form ref={form} noValidate className="grid gap-4" onSubmit={submit}>
        <Choices legend="Until">
          {choices.map(({ label, until }) => (
            <Choice key={label} name="choice" checked={chosen === label} onChange={() => setChosen(label)}>
              {label}{' '}
              <span className="text-text-3">
                <Time at={until} />
              </span>
            </Choice>
          ))}
          <Choice name="choice" checked={chosen === another} onChange={() => setChosen(another)}>
            Another time
          </Choice>
        </Choices>
        {chosen === another && (
          <Field label="Day and time" hint={<Latest at={latest} />} error={problem}>
            {(control) => <Input {...control} name="until" type="datetime-local" />}
          </Field>
        )}
        {snooze.error !== null && <FailureNote error={snooze.error} />}
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" variant="primary" busy={snooze.isPending}>
            Snooze <ButtonKey>⌘↵</ButtonKey>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Latest({ at }: { at: Date }) {
  return (
    <>
      <Time at={at} /> at the latest, in the marketplace’s time.
    </>
  )
}
