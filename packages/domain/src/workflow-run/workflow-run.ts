import * as z from 'zod'
import { ManyIds } from '../command/bulk.ts'
import { accept, type Decision, refuse } from '../command/decision.ts'
import { Id } from '../command/id.ts'
import { reachedBy } from '../lifecycle/lifecycle.ts'
import { idOf, oneOf, textOf } from '../list/filter.ts'
import { listOf } from '../list/list.ts'
import { OptionalLine, Words } from '../text/text.ts'
import { RunStatus, workflowLifecycle } from './lifecycle.ts'

export const runList = listOf('workflow', {
  sorts: { createdAt: 'desc' },
  filters: {
    status: oneOf('status', RunStatus),
    kind: textOf('kind', 100),
    subject: idOf('subjectId', 'subject'),
    purchase: idOf('purchaseId', 'purchase'),
  },
  views: { all: {}, work: {}, held: {} },
})

export const RunStep = z.object({
  name: z.string(),
  kind: z.string(),
  status: z.enum(['done', 'failed', 'skipped', 'retrying', 'waiting']),
  attempt: z.int(),
  startedAt: z.date().nullable(),
  endedAt: z.date(),
  dueAt: z.date().nullable(),
  error: z.string().nullable(),
  reason: z.string().nullable(),
  attempts: z.array(
    z.object({
      attempt: z.int(),
      outcome: z.string(),
      startedAt: z.date().nullable(),
      endedAt: z.date(),
      error: z.string().nullable(),
    }),
  ),
})
export type RunStep = z.infer<typeof RunStep>

export const RunSummary = z.object({
  id: Id,
  kind: z.string(),
  lane: z.string(),
  status: RunStatus,
  undo: z.enum(['canceled', 'failed']).nullable(),
  subject: z.object({ type: z.string(), id: Id }).nullable(),
  purchase: z.object({ id: Id, number: z.string() }).nullable(),
  error: z.string().nullable(),
  startedBy: z.string().nullable(),
  createdAt: z.date(),
  endedAt: z.date().nullable(),
})
export type RunSummary = z.infer<typeof RunSummary>

/** A run with its steps in the order they were first reached and every attempt ever made. */
export const Run = RunSummary.extend({ waitingFor: z.array(z.string()), steps: z.array(RunStep) })
export type Run = z.infer<typeof Run>

const reason = Words({ min: 3, max: 2000, empty: 'Say in a few words why' })

/** Held runs can be retried; with `fromStep` that step and all after it run again under the same effect keys. */
export const RetryRun = z.strictObject({
  runId: Id,
  fromStep: OptionalLine({ max: 200 }).optional(),
  reason,
})
export type RetryRun = z.infer<typeof RetryRun>

/** Each goes on where it stopped. */
export const RetryRuns = z.strictObject({ runIds: ManyIds, reason })

export type RetryRunRefusal =
  | { code: 'workflow.not_held'; status: RunStatus }
  | { code: 'workflow.being_undone' }
  | { code: 'workflow.already_undone' }
  | { code: 'workflow.no_such_step'; step: string }

type Held = Pick<RunSummary, 'status' | 'undo'> & { steps?: readonly { name: string }[] }

/**
 * Only a run that waits for a person is driven again by one; the others are still under way, or over. A run that is being
 * undone goes on with that, and not back to a step; one that has failed and was undone is over.
 */
export function retryHeldRun<R extends Held>(run: R, fromStep: string | undefined): Decision<R, RetryRunRefusal> {
  if (reachedBy(workflowLifecycle, 'retry', run.status) === undefined) {
    return refuse({ code: 'workflow.not_held', status: run.status })
  }
  if (run.status === 'failed' && run.undo !== null) return refuse({ code: 'workflow.already_undone' })
  if (fromStep === undefined) return accept(run)
  if (run.undo !== null) return refuse({ code: 'workflow.being_undone' })
  if (!run.steps?.some((step) => step.name === fromStep))
    return refuse({ code: 'workflow.no_such_step', step: fromStep })
  return accept(run)
}
