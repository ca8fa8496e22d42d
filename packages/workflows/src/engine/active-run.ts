import type { Tx } from '@mainstay/db/postgres/client'
import type pg from 'pg'
import type { PendingWrites, WriteJournal } from './journal.ts'
import type { FailureRecord, RunMove, StepEntry } from './journal-operation.ts'
import type { Replay } from './replay.ts'
import type { ClaimRow } from './sql.ts'
import type { RunRef, Undo, WorkflowContext } from './workflow.ts'

/** Opens a transaction of a run's tenant, commits it when `fn` resolves and rolls it back when it rejects. */
export type OpenTransaction = <R>(run: RunRef, fn: (tx: Tx) => Promise<R>) => Promise<R>

/** What one execution needs of its worker. */
export interface ExecutionHost {
  readonly pool: pg.Pool
  readonly transaction: OpenTransaction
  readonly limitIdle: (tx: Tx) => Promise<void>
  readonly write: WriteJournal
  /**
   * Asks the database until it answers, however long that takes: what the run has done is in memory meanwhile, and done
   * once. Undefined when there is nobody left to ask for. Throws what the database will never take.
   */
  insist<R>(active: Pick<ActiveRun, 'run' | 'isGone'>, ask: () => Promise<R>): Promise<R | undefined>
  /** The run was taken from us although nothing was wrong with it. */
  retake(claim: string): void
  moved(run: RunRef): void
  crash(point: string): void
}

/** Where `collect` replays the journal of a run that is to be undone, up to its frontier, to learn what to undo. */
export type Phase = 'forward' | 'collect' | 'undo'

/** One run under one claim. */
export interface ActiveRun {
  readonly run: ClaimRow
  readonly host: ExecutionHost
  readonly replay: Replay
  readonly writes: PendingWrites
  readonly abort: AbortSignal
  readonly undos: { name: string; undo: Undo<unknown>; result: unknown }[]
  /** Calls that wait, by step name: for a time in `ms` from now, for a signal, or for either. */
  readonly waits: Map<string, { ms: number | null; listens?: { signal: string; seen: number } }>
  phase: Phase
  /** On the clock of performance.now(). */
  leaseEnd: number
  /** What is under way: calls, and the reading of the journal. */
  executing: number
  /** How many calls were made so far. */
  calls: number
  /** Steps that have asked the world something, and whose answer is not recorded yet. */
  unrecorded: number
  /** New effects may begin. */
  isRunning(): boolean
  /** No call is answered any more. */
  isLeaving(): boolean
  isGone(): boolean
  databaseNow(): number
  insist<R>(ask: () => Promise<R>): Promise<R | undefined>
  operation(steps: StepEntry[], move?: RunMove): Parameters<WriteJournal>[0]
  context(scope: string): WorkflowContext
  check(input: unknown): void
  /** Gives the run back at the next step boundary. */
  stop(): void
  /** Ends this claim by moving the run, once what is under way has ended. */
  leave(move: () => RunMove): void
  /** Stops the run for a person. */
  block(error: FailureRecord): void
  /** The run has another owner, for no fault of its own. */
  lose(): void
  /** Lets go of the run as a dead worker would. */
  drop(): void
  /** To be called whenever the run may have come to rest. */
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
