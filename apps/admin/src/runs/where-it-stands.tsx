import type { Run, RunStep } from '@mainstay/domain/workflow-run/workflow-run'
import { VendorNote } from '@/console/vendor-note.tsx'
import { Note } from '@/ui/note.tsx'
import { Time } from '@/ui/now.tsx'
import { Section } from '@/ui/section.tsx'
import { safetyOf, stepTitle } from './step-words.ts'

/** What the run is doing, or why it stopped and whether it is safe to drive it again. */
export function WhereItStands({ run, stopped }: { run: Run; stopped: RunStep | undefined }) {
  const number = stopped === undefined ? 0 : run.steps.indexOf(stopped) + 1
  const title = stopped === undefined ? 'Where it stands' : `Step ${number}, ${stepTitle(stopped.name).toLowerCase()}`
  return (
    <Section title={title}>
      <Standing run={run} stopped={stopped} />
    </Section>
  )
}

function Standing({ run, stopped }: { run: Run; stopped: RunStep | undefined }) {
  switch (run.status) {
    case 'queued':
      return <Note plain shape="notStarted" title="The next free worker takes it." />
    case 'running':
      return <Note plain shape="inProgress" title="A worker is on it." />
    case 'waiting': {
      const dueAt = run.steps.findLast((step) => step.dueAt !== null)?.dueAt ?? null
      return (
        <Note plain shape="inProgress" title="It goes on by itself.">
          {dueAt === null ? (
            'It waits for something to be told to it.'
          ) : (
            <>
              At the latest <Time at={dueAt} precise />.
            </>
          )}
        </Note>
      )
    }
    case 'completed':
      return <Note plain shape="done" title="Every step it reached is done." />
    case 'canceled':
      return (
        <Note plain shape="stopped" title="It was stopped and took back what it had done.">
          Start the work anew if it is still wanted.
        </Note>
      )
    case 'failed':
    case 'blocked':
      return <Stopped run={run} stopped={stopped} />
  }
}

function Stopped({ run, stopped }: { run: Run; stopped: RunStep | undefined }) {
  const error = stopped?.error ?? run.error
  const safety = stopped && safetyOf(stopped)
  return (
    <div className="grid gap-2">
      <VendorNote
        title={run.status === 'failed' ? 'It failed and waits for a person.' : 'It cannot go on.'}
        text={error ?? 'No error was recorded.'}
      />
      {safety && (
        <Note plain shape={safety.shape}>
          <b className="font-semibold">{safety.words}.</b>{' '}
          {stopped?.kind === 'commit'
            ? 'The step and its record are written together or not at all.'
            : 'A provider that has already acted answers with what it did.'}
        </Note>
      )}
    </div>
  )
}
