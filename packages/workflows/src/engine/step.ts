import { type ActiveRun, HALT } from './active-run.ts'
import { describeFailure, isPermanent, retryAfterMs, StepFailed } from './failure.ts'
import type { StepEntry, StepKind } from './journal-operation.ts'
import { record } from './recorded-value.ts'
import type { StepRow } from './sql.ts'
import type { RetryPolicy, StepBody, Undo } from './workflow.ts'

/** What a workflow asks of its context. */
export interface Call {
  kind: StepKind
  name: string
  seq: number
  retry: Required<RetryPolicy>
  timeoutMs: number
  undo: Undo<unknown> | undefined
}

export interface Attempt {
  readonly number: number
  entry(outcome: Pick<StepEntry, 'status' | 'result' | 'error' | 'ms'>): StepEntry
}

const LONGEST_WAIT_MS = 86_400_000
// A longer timer fires at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Asks the world. `row` is what a previous attempt or claim left. */
export async function performStep(
  active: ActiveRun,
  call: Call,
  { row, body }: { row: StepRow | undefined; body: StepBody<unknown> },
): Promise<unknown> {
  if (notYetDue(active, call, row)) return HALT
  // What this step builds on must be durable first.
  await active.writes.flush()
  if (!active.isRunning()) return HALT
  // Nobody may ask the world for a run that somebody else may have by now.
  if (performance.now() > active.leaseEnd) {
    active.leave(() => ({ to: 'queued' }))
    return HALT
  }
  const attempt = nextAttempt(call, row)
  active.unrecorded++
  try {
    active.host.crash(`before:${call.name}`)
    const key = `${active.run.id}${active.run.round === 0 ? '' : `.${active.run.round}`}:${call.name}`
    const result = record(await withTimeout(call.timeoutMs, active.abort, (signal) => body(key, signal)))
    active.host.crash(`after:${call.name}`)
    if (active.isGone()) return HALT
    active.replay.grow(result.bytes)
    active.writes.add(attempt.entry({ status: 'done', result: result.value }))
    rememberUndo(active, call, result.value)
    return result.value
  } catch (error) {
    return afterFailure(active, call, { attempt, error })
  }
}

/** Ends with the call's time, whether or not what it waits for heeds the signal. */
export async function withTimeout<R>(
  timeoutMs: number,
  halted: AbortSignal,
  body: (signal: AbortSignal) => Promise<R>,
): Promise<R> {
  const abort = new AbortController()
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => {
      const error = new Error(`no answer in ${timeoutMs} ms`)
      late.reject(error)
      abort.abort(error)
    },
    Math.min(timeoutMs, LONGEST_TIMER_MS),
  )
  const halt = () => abort.abort(halted.reason)
  halted.addEventListener('abort', halt, { once: true })
  try {
    return await Promise.race([body(abort.signal), late.promise])
  } finally {
    clearTimeout(timer)
    halted.removeEventListener('abort', halt)
  }
}

export function nextAttempt(call: Pick<Call, 'kind' | 'name' | 'seq'>, row: StepRow | undefined): Attempt {
  const { name, seq, kind } = call
  const number = (row?.attempt ?? 0) + 1
  const startedAt = performance.now()
  return {
    number,
    entry: (outcome) => ({ name, seq, kind, attempt: number, took: performance.now() - startedAt, ...outcome }),
  }
}

/** Registers the wait when a retry is recorded for later. */
export function notYetDue(active: ActiveRun, call: Pick<Call, 'name'>, row: StepRow | undefined): boolean {
  if (row?.status !== 'retrying' || row.due === null) return false
  const ms = row.due - active.databaseNow()
  if (ms <= 0) return false
  active.waits.set(call.name, { ms })
  return true
}

/** Records the failure: for a later attempt, or for good (then it throws StepFailed to the workflow). */
export function afterFailure(
  active: ActiveRun,
  call: Call,
  { attempt, error }: { attempt: Attempt; error: unknown },
): typeof HALT {
  if (active.isGone()) return HALT
  const failure = describeFailure(error)
  if (isPermanent(error) || !(attempt.number < call.retry.limit)) {
    if (call.kind === 'step') rememberUndo(active, call, undefined)
    active.writes.add(attempt.entry({ status: 'failed', error: failure }))
    throw error instanceof StepFailed ? error : new StepFailed(call.name, failure)
  }
  const { baseMs, maxMs } = call.retry
  const backoff = Math.min(maxMs, baseMs * 2 ** (attempt.number - 1)) * (0.5 + Math.random())
  // Whoever asks for time gets it, and a little more, or all who were told the same come back together.
  const asked = Math.min(LONGEST_WAIT_MS, retryAfterMs(error)) * (1 + 0.1 * Math.random())
  const ms = Math.max(backoff, asked)
  active.writes.hold(attempt.entry({ status: 'retrying', error: failure, ms }))
  active.waits.set(call.name, { ms })
  return HALT
}

export function rememberUndo(active: ActiveRun, call: Pick<Call, 'name' | 'undo'>, result: unknown): void {
  if (call.undo !== undefined && active.phase !== 'undo')
    active.undos.push({ name: call.name, undo: call.undo, result })
}
