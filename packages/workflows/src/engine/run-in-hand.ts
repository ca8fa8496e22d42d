import type { Tx } from '@mainstay/db/client'
import type pg from 'pg'
import type { FailureRecord, JournalOperation, RunMove, StepEntry } from './journal-entry.ts'
import type { PendingWrites } from './pending-writes.ts'
import type { Replay } from './replay.ts'
import type { ClaimRow, JournalAnswer } from './sql.ts'
import type { Undo, WorkflowContext } from './workflow.ts'

/** Opens a transaction that sees one tenant, commits it when `fn` resolves and rolls it back when it rejects. */
export type OpenTransaction = <R>(tenantId: string, fn: (tx: Tx) => Promise<R>) => Promise<R>

/** What one execution needs of its worker. */
export interface ExecutionHost {
  readonly pool: pg.Pool
  readonly transaction: OpenTransaction
  readonly limitIdle: (tx: Tx) => Promise<void>
  /** Undefined: the run is no longer ours. */
  write(operation: JournalOperation, until: () => number): Promise<JournalAnswer | undefined>
  crash(point: string): void
}

export interface PendingUndo {
  name: string
  undo: Undo<unknown>
  result: unknown
}

/** Where `collect` replays the journal of a run that is to be undone, up to its frontier, to learn what to undo. */
export type Phase = 'forward' | 'collect' | 'undo'

/** One run under one claim. */
export interface RunInHand {
  readonly run: ClaimRow
  readonly host: ExecutionHost
  readonly replay: Replay
  readonly writes: PendingWrites
  readonly abort: AbortSignal
  readonly undos: PendingUndo[]
  /** Calls that wait, by step name: for a time in `ms` from now, for a signal, or for either. */
  readonly waits: Map<string, { ms: number | null; listens?: { signal: string; seen: number } }>
  /** On the clock of performance.now(). */
  leaseEnd: number
  phase: Phase
  halted: boolean
  /** Give the run back at the next step boundary. */
  stopping: boolean
  /** The body has ended; only what it left behind is still running. */
  closing: boolean
  executing: number
  databaseNow(): number
  operation(steps: StepEntry[], move?: RunMove): JournalOperation
  context(scope: string): WorkflowContext
  /** Drops the run at once: the lease is lost, or the run has moved. */
  halt(): void
  /** Gives the run up after database trouble. */
  fail(error: unknown): void
  /** Ends this claim by moving the run. */
  finish(move: RunMove): Promise<void>
  /** Stops the run for an operator. */
  block(error: FailureRecord): void
  /** To be called whenever the run may have come to rest: parks it, gives it back, or closes it. */
  settle(): void
  compensate(): void
}

/** Answer of a call that never comes back: the run was parked, given back, lost or stopped. */
export const HALT = Symbol('halt')

/**
 * Halting never throws, so neither `catch` nor `finally` of a workflow can see it. A fresh promise each time: a shared
 * one would keep every closure that ever awaited it.
 */
export function forever(): Promise<never> {
  return new Promise(() => {})
}

export function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
