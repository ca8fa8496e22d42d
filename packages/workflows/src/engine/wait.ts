import type { StepEntry } from './journal-operation.ts'
import { record } from './recorded-value.ts'
import { HALT, type RunInHand } from './run-in-hand.ts'
import { SIGNALS, type SignalRow, type StepRow } from './sql.ts'
import { query } from './statement.ts'
import type { Call } from './step.ts'

type WaitCall = Pick<Call, 'kind' | 'name' | 'seq'>

/** Answers `{ id, payload }` of a signal, or null at the timeout. `dueAt` is null where there is none. */
export async function performWait(
  hand: RunInHand,
  call: WaitCall,
  { row, signal, timeoutMs }: { row: StepRow | undefined; signal: string; timeoutMs: number | undefined },
): Promise<unknown> {
  const now = hand.databaseNow()
  const due = row === undefined ? (timeoutMs === undefined ? null : now + timeoutMs) : row.due
  const told = await nextSignal(hand, signal)
  if (told === undefined || !hand.isRunning()) return HALT
  if (told.id !== null) return done(hand, call, { id: told.id, payload: told.payload })
  if (due !== null && due <= now) return done(hand, call, null)
  return waitUntil(hand, call, { row, due, now, listens: { signal, seen: told.signals } })
}

export async function performSleep(
  hand: RunInHand,
  call: WaitCall,
  { row, at }: { row: StepRow | undefined; at: number },
): Promise<unknown> {
  const now = hand.databaseNow()
  const due = row?.due ?? at
  return due <= now ? done(hand, call, null) : waitUntil(hand, call, { row, due, now })
}

/** The first signal of this name that no wait of the run has taken; its id is null where there is none. */
async function nextSignal(hand: RunInHand, name: string): Promise<SignalRow | undefined> {
  const { host, run, replay } = hand
  for (;;) {
    const values = [run.tenant_id, run.id, name, [...replay.consumed]]
    const told = (await hand.insist(() => query(host.pool, SIGNALS, values)))?.[0]
    // A wait beside this one may have been told of the same signal.
    if (told === undefined || told.id === null || replay.consume(told.id)) return told
  }
}

function done(hand: RunInHand, call: WaitCall, result: unknown): unknown {
  hand.replay.grow(record(result).bytes)
  hand.writes.add(entry(call, { status: 'done', result }))
  return result
}

function waitUntil(
  hand: RunInHand,
  call: WaitCall,
  {
    row,
    due,
    now,
    listens,
  }: { row: StepRow | undefined; due: number | null; now: number; listens?: { signal: string; seen: number } },
): typeof HALT {
  const ms = due === null ? null : due - now
  if (row === undefined) hand.writes.hold(entry(call, { status: 'waiting', ms }))
  hand.waits.set(call.name, { ms, ...(listens && { listens }) })
  return HALT
}

function entry({ name, seq, kind }: WaitCall, outcome: Pick<StepEntry, 'status' | 'result' | 'ms'>): StepEntry {
  return { name, seq, kind, attempt: 1, took: 0, ...outcome }
}
