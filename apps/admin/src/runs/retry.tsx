'use client'
import { RetryRun, RetryRuns, type Run, retryHeldRun } from '@mainstay/domain/workflow-run/workflow-run'
import { ActionButton, useAction } from '@/console/action.tsx'
import { bulkWords } from '@/console/bulk-words.tsx'
import { refusedBy } from '@/console/refusal-words.ts'
import { useTRPC } from '@/trpc/client.tsx'
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
      note: sameKeys,
      schema: RetryRun,
      given: { runId: run.id },
      fields: [reason],
      confirm: 'Retry run',
    },
    done: () => 'The run goes on.',
  })
}

/** Drives it again from a chosen step. */
export function useRetryFromStep(run: Run, fromStep: string | undefined) {
  const options = run.steps.map(({ name }, index) => ({ value: name, label: `${index + 1}. ${stepTitle(name)}` }))
  const refusal = refusedBy(retryHeldRun(run, fromStep))
  return useAction({
    procedure: useTRPC().workflow.retry.mutationOptions(),
    label: 'Retry from step…',
    keys: 'Shift+r',
    refusal: refusal ?? (fromStep === undefined ? noStepYet : undefined),
    asks: {
      title: 'Retry from a step',
      description: 'The step and everything after it run again. What came before stays done.',
      note: sameKeys,
      schema: RetryRun,
      given: { runId: run.id },
      fields: [{ name: 'fromStep', label: 'Step', options, value: fromStep }, reason],
      confirm: 'Retry from this step',
    },
    done: () => 'The run goes on.',
  })
}

/** Drives all that are selected again; each that cannot be says why, and keeps none of the others. */
export function RetryMany({ runIds, onDone }: { runIds: readonly string[]; onDone: () => void }) {
  const retry = useAction({
    procedure: useTRPC().workflow.retryMany.mutationOptions(),
    label: 'Retry…',
    keys: 'r',
    look: { variant: 'primary', icon: 'retry' },
    refusal: undefined,
    asks: {
      title: runIds.length === 1 ? 'Retry the run' : `Retry ${runIds.length} runs`,
      description: 'Each goes on from where it stopped. What is done stays done.',
      schema: RetryRuns,
      given: { runIds: [...runIds] },
      fields: [reason],
      confirm: 'Retry',
    },
    done: (outcome) => bulkWords(outcome, { noun: 'run', did: 'go on' }),
    after: onDone,
  })
  return <ActionButton action={retry} />
}

const reason = { name: 'reason', label: 'Reason', hint: 'What has changed since it stopped. Kept in the audit log.' }

const noStepYet = { fact: 'The run has not reached a step.', wayOut: 'Retry the whole run.' }

const sameKeys = (
  <Note plain shape="done" title="The same keys are used again.">
    A provider that has already acted answers with what it did and does not act twice.
  </Note>
)
