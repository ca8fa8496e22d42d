import type { Tx } from '@mainstay/db/postgres/client'
import type { z } from 'zod'
import type { Recorded } from './recorded-value.ts'

/** Queues that do not wait for each other; each has workers of its own. */
export const lanes = ['money', 'customer', 'bulk'] as const
export type Lane = (typeof lanes)[number]

export interface RunRef {
  tenantId: string
  id: string
}

/** Waits between attempts double from `baseMs` to `maxMs`, with jitter. `limit` counts attempts, the first included. */
export interface RetryPolicy {
  limit?: number
  baseMs?: number
  maxMs?: number
}

/** Takes back what a step did. `result` is undefined when it is unknown whether the step took effect. */
export type Undo<R> = (result: Recorded<R> | undefined, ctx: WorkflowContext) => Promise<unknown>

export interface StepOptions<R> {
  retry?: RetryPolicy
  undo?: Undo<R>
  /** The attempt ends after this, and counts as failed, whether or not it heeds its signal. 5 minutes by default. */
  timeoutMs?: number
}

export interface WaitOptions<T> {
  /** The signal's name, if it is not the wait's. */
  signal?: string
  timeoutMs?: number
  payload?: z.ZodType<T>
}

export interface WorkflowContext {
  run: RunRef
  /** At least once. `key` is the idempotency key for the outside world; stop when `signal` aborts. */
  step<R>(name: string, body: StepBody<R>, options?: StepOptions<R>): Promise<Recorded<R>>
  /** Exactly once: what `body` writes and the journal row commit together. It must touch nothing but the database. */
  commit<R>(name: string, body: (tx: Tx) => Promise<R>, options?: StepOptions<R>): Promise<Recorded<R>>
  /** The payload of the next unconsumed signal, or undefined at the timeout. */
  waitFor<T = unknown>(name: string, options?: WaitOptions<T>): Promise<T | undefined>
  sleepUntil(name: string, at: Date | number): Promise<void>
  /** The only way to run several steps in a row beside others: names and order are checked per branch. */
  branch<R>(name: string, body: (ctx: WorkflowContext) => Promise<R>): Promise<R>
  /**
   * Goes on with a new input and an empty journal, under the same run: for loops, since every wake reads the whole
   * journal, and a full one takes no further step. What was done before can no longer be undone. Effect keys start afresh.
   */
  continueAsNew(input: unknown): Promise<never>
}

export type StepBody<R> = (key: string, signal: AbortSignal) => Promise<R>
export type OnFailure = 'hold' | 'undo'

/** What a worker needs of a workflow; the type of its input is erased. */
export interface RunnableWorkflow<Services> {
  readonly kind: string
  readonly lane: Lane
  /** `hold` leaves a failed run to a person; `undo` compensates the steps it has done. */
  readonly onFailure: OnFailure
  /** Checks a stored input; the returned function drives the workflow over it. Throws a ZodError. */
  readonly open: (input: unknown) => (ctx: WorkflowContext, services: Services) => Promise<unknown>
}

export interface Workflow<Services, Input> extends RunnableWorkflow<Services> {
  readonly check: (input: Input) => void
}

export interface WorkflowOptions<Schema extends z.ZodType> {
  name: string
  version: number
  input: Schema
  lane: Lane
  onFailure?: OnFailure
}

/**
 * A durable function. It is replayed from its journal after every wait and every crash, so between steps it may use
 * neither clock nor randomness nor any other I/O. Change its steps only under a new version.
 */
export function defineWorkflow<Schema extends z.ZodType, Services = unknown>(
  options: WorkflowOptions<Schema>,
  body: (ctx: WorkflowContext, input: z.output<Schema>, services: Services) => Promise<unknown>,
): Workflow<Services, z.input<Schema>> {
  return {
    kind: `${options.name}@${options.version}`,
    lane: options.lane,
    onFailure: options.onFailure ?? 'hold',
    check: (input) => {
      options.input.parse(input)
    },
    open: (stored) => {
      const input = options.input.parse(stored)
      return (ctx, services) => body(ctx, input, services)
    },
  }
}

/** The same workflow under the name and version it had before: for the runs that were started as that, and no new ones. */
export function underFormerKind<Services>(
  { lane, onFailure, open }: RunnableWorkflow<Services>,
  kind: string,
): RunnableWorkflow<Services> {
  return { kind, lane, onFailure, open }
}
