import { describeFailure, isPermanent, retryAfterMs, StepFailed } from './failure.ts'
import type { StepEntry, StepKind } from './journal-operation.ts'
import { record } from './recorded-value.ts'
import { HALT, type RunInHand } from './run-in-hand.ts'
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
  hand: RunInHand,
  call: Call,
  { row, body }: { row: StepRow | undefined; body: StepBody<unknown> },
): Promise<unknown> {
  if (notYetDue(hand, call, row)) return HALT
  // What this step builds on must be durable first.
  await hand.writes.flush()
  if (!hand.isRunning()) return HALT
  // Nobody may ask the world for a run that somebody else may have by now.
  if (performance.now() > hand.leaseEnd) {
    hand.leave(() => ({ to: 'queued' }))
    return HALT
  }
  const attempt = nextAttempt(call, row)
  hand.unrecorded++
  try {
    hand.host.crash(`before:${call.name}`)
    const key = `${hand.run.id}${hand.run.round === 0 ? '' : `.${hand.run.round}`}:${call.name}`
    const result = record(await within(call.timeoutMs, hand.abort, (signal) => body(key, signal)))
    hand.host.crash(`after:${call.name}`)
    if (hand.isGone()) return HALT
    hand.replay.grow(result.bytes)
    hand.writes.add(attempt.entry({ status: 'done', result: result.value }))
    rememberUndo(hand, call, result.value)
    return result.value
  } catch (error) {
    return afterFailure(hand, call, { attempt, error })
  }
}

/** Ends with the call's time, whether or not what it waits for heeds the signal. */
export async function within<R>(
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
export function notYetDue(hand: RunInHand, call: Pick<Call, 'name'>, row: StepRow | undefined): boolean {
  if (row?.status !== 'retrying' || row.due === null) return false
  const ms = row.due - hand.databaseNow()
  if (ms <= 0) return false
  hand.waits.set(call.name, { ms })
  return true
}

/** Records the failure: for a later attempt, or for good (then it throws StepFailed to the workflow). */
export function afterFailure(
  hand: RunInHand,
  call: Call,
  { attempt, error }: { attempt: Attempt; error: unknown },
): typeof HALT {
  if (hand.isGone()) return HALT
  const failure = describeFailure(error)
  if (isPermanent(error) || !(attempt.number < call.retry.limit)) {
    if (call.kind === 'step') rememberUndo(hand, call, undefined)
    hand.writes.add(attempt.entry({ status: 'failed', error: failure }))
    throw error instanceof StepFailed ? error : new StepFailed(call.name, failure)
  }
  const { baseMs, maxMs } = call.retry
  const backoff = Math.min(maxMs, baseMs * 2 ** (attempt.number - 1)) * (0.5 + Math.random())
  // Whoever asks for time gets it, and a little more, or all who were told the same come back together.
  const asked = Math.min(LONGEST_WAIT_MS, retryAfterMs(error)) * (1 + 0.1 * Math.random())
  const ms = Math.max(backoff, asked)
  hand.writes.hold(attempt.entry({ status: 'retrying', error: failure, ms }))
  hand.waits.set(call.name, { ms })
  return HALT
}

export function rememberUndo(hand: RunInHand, call: Pick<Call, 'name' | 'undo'>, result: unknown): void {
  if (call.undo !== undefined && hand.phase !== 'undo') hand.undos.push({ name: call.name, undo: call.undo, result })
}
