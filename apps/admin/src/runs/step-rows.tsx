import type { Run, RunStep } from '@mainstay/domain/workflow-run/workflow-run'
import type { StepAttempt, StepRow } from '@/console/run-steps.tsx'
import { plainWords } from '@/console/vendor-words.ts'
import { runs } from '@/nouns/run.ts'
import { formatDuration } from '@/ui/duration.ts'
import type { Shape } from '@/ui/glyph.tsx'
import { Time } from '@/ui/now.tsx'
import { safetyOf, stepTitle } from './step-words.ts'

/** The step a held run stopped at: the latest that failed, else the one it would try again. */
export function stoppedStep(run: Pick<Run, 'status' | 'steps'>): RunStep | undefined {
  if (run.status !== 'failed' && run.status !== 'blocked') return undefined
  return run.steps.findLast((step) => step.status === 'failed') ?? run.steps.findLast((step) => step.status !== 'done')
}

/** Each step with every attempt ever made at it, numbered through from the first. */
export function stepRows(run: Run, stopped: RunStep | undefined): StepRow[] {
  return run.steps.map((step, index) => {
    const attempts = attemptsOf(step)
    return {
      id: step.name,
      shape: runs.step[step.status].shape,
      name: `${index + 1}. ${stepTitle(step.name)}`,
      detail: detailOf(step, attempts.length),
      safety: safetyOf(step),
      attempts,
      current: stopped?.name === step.name,
      ...(step.status === 'skipped' && step.reason !== null && { effect: `skipped, because ${step.reason}` }),
    }
  })
}

function detailOf(step: RunStep, attempts: number) {
  if ((step.status === 'waiting' || step.status === 'retrying') && step.dueAt !== null) {
    return (
      <>
        {step.status === 'waiting' ? 'waits until ' : 'again at '}
        <Time at={step.dueAt} precise />
      </>
    )
  }
  return attempts > 1 ? `${attempts} attempts` : tookOf(step)
}

const outcomeLook: Record<string, { shape: Shape; words: string }> = {
  done: { shape: 'done', words: 'Done' },
  failed: { shape: 'failed', words: 'Failed' },
  retrying: { shape: 'attention', words: 'Failed, tried again later' },
}

function attemptsOf(step: RunStep): StepAttempt[] {
  // Waits and what was done at once are recorded as the step itself.
  if (step.attempts.length === 0) {
    const { shape, words } = runs.step[step.status]
    return [
      {
        id: 'only',
        label: `Attempt ${step.attempt}`,
        at: <Time at={step.startedAt ?? step.endedAt} precise />,
        duration: tookOf(step),
        shape,
        words: step.error === null ? words : plainWords(step.error),
      },
    ]
  }
  return step.attempts.map((attempt, index) => {
    const look = outcomeLook[attempt.outcome] ?? { shape: 'notStarted' as const, words: attempt.outcome }
    return {
      // An operator's retry counts the attempts from one again: the place in the list tells them apart.
      id: String(index),
      label: `Attempt ${index + 1}`,
      at: <Time at={attempt.startedAt ?? attempt.endedAt} precise />,
      duration: tookOf(attempt),
      shape: look.shape,
      words: attempt.error === null ? look.words : plainWords(attempt.error),
    }
  })
}

function tookOf({ startedAt, endedAt }: { startedAt: Date | null; endedAt: Date }): string {
  return startedAt === null ? '' : formatDuration(endedAt.getTime() - startedAt.getTime())
}
