import { type Call, rememberUndo } from './call.ts'
import { describeFailure, isPermanent, StepFailed } from './failure.ts'
import type { StepEntry } from './journal-entry.ts'
import { HALT, type RunInHand } from './run-in-hand.ts'
import type { StepRow } from './sql.ts'

const RETRY = { limit: 5, baseMs: 500, maxMs: 3_600_000 }

export interface Attempt {
  readonly number: number
  entry(outcome: Pick<StepEntry, 'status' | 'result' | 'error' | 'ms'>): StepEntry
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
export function afterFailure(hand: RunInHand, call: Call, attempt: Attempt, error: unknown): typeof HALT {
  if (hand.halted) return HALT
  const failure = describeFailure(error)
  const retry = { ...RETRY, ...call.retry }
  if (isPermanent(error) || attempt.number >= retry.limit) {
    if (call.kind === 'step') rememberUndo(hand, call, undefined)
    hand.writes.add(attempt.entry({ status: 'failed', error: failure }))
    throw error instanceof StepFailed ? error : new StepFailed(call.name, failure)
  }
  const ms = Math.min(retry.maxMs, retry.baseMs * 2 ** (attempt.number - 1)) * (0.5 + Math.random())
  hand.writes.hold(attempt.entry({ status: 'retrying', error: failure, ms }))
  hand.waits.set(call.name, { ms })
  return HALT
}
