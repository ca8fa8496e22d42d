'use client'
import { RetryRun, type Run, retryHeldRun } from '@mainstay/domain/workflow-run/workflow-run'
import { useAction } from '@/console/action.tsx'
import { refusedBy } from '@/console/refusal-words.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Field, Select } from '@/ui/field.tsx'
import { Note } from '@/ui/note.tsx'
import { stepTitle } from './step-words.ts'

/** Drives a held run again from where it stopped. */
export function useRetry(run: Run) {
  return useAction({
    procedure: useTRPC().workflow.retry.mutationOptions(),
    label: 'Retry…',
    keys: 'r',
    look: { variant: 'primary', icon: 'retry' },
    refusal: refusedBy(retryHeldRun(run, undefined)),
    asks: {
      title: 'Retry the run',
      description: 'It goes on from where it stopped. What is done stays done.',
      before: <SameKeys />,
      confirm: 'Retry run',
      ...asked(run),
    },
    done,
  })
}

/** Drives it again from a chosen step. */
export function useRetryFromStep(run: Run, fromStep: string | undefined) {
  return useAction({
    procedure: useTRPC().workflow.retry.mutationOptions(),
    label: 'Retry from step…',
    keys: 'Shift+r',
    refusal:
      refusedBy(retryHeldRun(run, undefined)) ??
      (fromStep === undefined ? noStepYet : refusedBy(retryHeldRun(run, fromStep))),
    asks: {
      title: 'Retry from a step',
      description: 'The step and everything after it run again. What came before stays done.',
      before: (
        <>
          <Field label="Step" className="max-w-none">
            {(control) => (
              <Select {...control} name="fromStep" defaultValue={fromStep}>
                {run.steps.map((step, index) => (
                  <option key={step.name} value={step.name}>
                    {index + 1}. {stepTitle(step.name)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <SameKeys />
        </>
      ),
      confirm: 'Retry from this step',
      ...asked(run),
    },
    done,
  })
}

const noStepYet = { fact: 'The run has not reached a step.', wayOut: 'Retry the whole run.' }

const done = () => 'The run goes on.'

function asked(run: Run) {
  return {
    schema: RetryRun,
    given: { runId: run.id },
    reason: { name: 'reason', label: 'Reason', hint: 'What has changed since it stopped. Kept in the audit log.' },
  } as const
}

function SameKeys() {
  return (
    <Note plain shape="done" title="The same keys are used again.">
      A provider that has already acted answers with what it did and does not act twice.
    </Note>
  )
}
