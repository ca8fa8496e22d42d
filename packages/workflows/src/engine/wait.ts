import type { Call } from './call.ts'
import type { StepEntry } from './journal-entry.ts'
import { HALT, type RunInHand } from './run-in-hand.ts'
import { SIGNALS, type StepRow } from './sql.ts'
import { query } from './statement.ts'

type WaitCall = Pick<Call, 'kind' | 'name' | 'seq'>

/** Answers `{ id, payload }` of a signal, or null at the timeout. */
export async function performWait(
  hand: RunInHand,
  call: WaitCall,
  row: StepRow | undefined,
  { signal, timeoutMs }: { signal: string; timeoutMs: number | undefined },
): Promise<unknown> {
  const now = hand.databaseNow()
  const due = row === undefined ? (timeoutMs === undefined ? null : now + timeoutMs) : row.due
  const { seen, heard } = await nextSignal(hand, signal)
  if (hand.halted) return HALT
  if (heard !== undefined) return done(hand, call, heard)
  if (due !== null && due <= now) return done(hand, call, null)
  return waitUntil(hand, call, row, { due, now, listens: { signal, seen } })
}

export async function performSleep(
  hand: RunInHand,
  call: WaitCall,
  row: StepRow | undefined,
  at: number,
): Promise<unknown> {
  const now = hand.databaseNow()
  const due = row?.due ?? at
  return due <= now ? done(hand, call, null) : waitUntil(hand, call, row, { due, now })
}

interface Signals {
  /** How many the run had been sent when we looked. */
  seen: number
  heard: { id: string; payload: unknown } | undefined
}

async function nextSignal(hand: RunInHand, name: string): Promise<Signals> {
  const rows = await query(hand.host.pool, SIGNALS, [hand.run.tenant_id, hand.run.id])
  const seen = rows[0]?.signals ?? 0
  for (const { id, name: given, payload } of rows) {
    if (id === null || given !== name || hand.replay.consumed.has(id)) continue
    hand.replay.consumed.add(id)
    return { seen, heard: { id, payload } }
  }
  return { seen, heard: undefined }
}

function done(hand: RunInHand, call: WaitCall, result: unknown): unknown {
  hand.writes.add(entry(call, { status: 'done', result }))
  return result
}

function waitUntil(
  hand: RunInHand,
  call: WaitCall,
  row: StepRow | undefined,
  { due, now, listens }: { due: number | null; now: number; listens?: { signal: string; seen: number } },
): typeof HALT {
  const ms = due === null ? null : due - now
  if (row === undefined) hand.writes.hold(entry(call, { status: 'waiting', ms }))
  hand.waits.set(call.name, { ms, ...(listens && { listens }) })
  return HALT
}

function entry({ name, seq, kind }: WaitCall, outcome: Pick<StepEntry, 'status' | 'result' | 'ms'>): StepEntry {
  return { name, seq, kind, attempt: 1, took: 0, ...outcome }
}
