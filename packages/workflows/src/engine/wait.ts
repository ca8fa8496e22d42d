import { type ActiveRun, HALT } from './active-run.ts'
import type { StepEntry } from './journal-operation.ts'
import { record } from './recorded-value.ts'
import { SIGNALS, type SignalRow, type StepRow } from './sql.ts'
import { query } from './statement.ts'
import type { Call } from './step.ts'

type WaitCall = Pick<Call, 'kind' | 'name' | 'seq'>

/** Answers `{ id, payload }` of a signal, or null at the timeout. `dueAt` is null where there is none. */
export async function performWait(
  active: ActiveRun,
  call: WaitCall,
  { row, signal, timeoutMs }: { row: StepRow | undefined; signal: string; timeoutMs: number | undefined },
): Promise<unknown> {
  const now = active.databaseNow()
  const due = row === undefined ? (timeoutMs === undefined ? null : now + timeoutMs) : row.due
  const told = await nextSignal(active, signal)
  if (told === undefined || !active.isRunning()) return HALT
  if (told.id !== null) return done(active, call, { id: told.id, payload: told.payload })
  if (due !== null && due <= now) return done(active, call, null)
  return waitUntil(active, call, { row, due, now, listens: { signal, seen: told.signals } })
}

export async function performSleep(
  active: ActiveRun,
  call: WaitCall,
  { row, at }: { row: StepRow | undefined; at: number },
): Promise<unknown> {
  const now = active.databaseNow()
  const due = row?.due ?? at
  return due <= now ? done(active, call, null) : waitUntil(active, call, { row, due, now })
}

/** The first signal of this name that no wait of the run has taken; its id is null where there is none. */
async function nextSignal(active: ActiveRun, name: string): Promise<SignalRow | undefined> {
  const { host, run, replay } = active
  for (;;) {
    const values = [run.tenant_id, run.id, name, [...replay.consumed]]
    const told = (await active.insist(() => query(host.pool, SIGNALS, values)))?.[0]
    // A wait beside this one may have been told of the same signal.
    if (told === undefined || told.id === null || replay.consume(told.id)) return told
  }
}

function done(active: ActiveRun, call: WaitCall, result: unknown): unknown {
  active.replay.grow(record(result).bytes)
  active.writes.add(entry(call, { status: 'done', result }))
  return result
}

function waitUntil(
  active: ActiveRun,
  call: WaitCall,
  {
    row,
    due,
    now,
    listens,
  }: { row: StepRow | undefined; due: number | null; now: number; listens?: { signal: string; seen: number } },
): typeof HALT {
  const ms = due === null ? null : due - now
  if (row === undefined) active.writes.hold(entry(call, { status: 'waiting', ms }))
  active.waits.set(call.name, { ms, ...(listens && { listens }) })
  return HALT
}

function entry({ name, seq, kind }: WaitCall, outcome: Pick<StepEntry, 'status' | 'result' | 'ms'>): StepEntry {
  return { name, seq, kind, attempt: 1, took: 0, ...outcome }
}
