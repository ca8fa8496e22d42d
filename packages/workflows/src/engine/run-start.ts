import type { SystemTx, Tx } from '@mainstay/db/postgres/client'
import { toRecorded } from './recorded-value.ts'
import { SIGNAL, START } from './sql.ts'
import { queryIn } from './statement.ts'
import type { Lane, RunRef } from './workflow.ts'

export interface RunStart<Input> extends RunRef {
  input: Input
  /** What the run is about, for the console. */
  subject?: { type: string; id: string }
  /** The purchase that has to do with, by which its runs are found. */
  purchaseId?: string
  correlationId?: string
  startedBy?: string
}

interface Startable<Input> {
  readonly kind: string
  readonly lane: Lane
  readonly check: (input: Input) => void
}

/** Starts a run when the caller's transaction commits. False: a run of this id exists. Throws a ZodError on bad input. */
export async function startWorkflow<Input>(
  tx: Tx | SystemTx,
  workflow: Startable<Input>,
  run: RunStart<Input>,
): Promise<boolean> {
  workflow.check(run.input)
  const rows = await queryIn(tx, START, [
    run.tenantId,
    run.id,
    workflow.kind,
    workflow.lane,
    run.subject?.type ?? null,
    run.subject?.id ?? null,
    run.purchaseId ?? null,
    JSON.stringify(toRecorded(run.input)),
    run.correlationId ?? null,
    run.startedBy ?? null,
  ])
  return rows.length > 0
}

export interface Signal {
  name: string
  payload?: unknown
  /** A second signal of the same key changes nothing. */
  dedupeKey?: string
}

/**
 * Signals a run; kept until the run waits for it. Make it the last statement of the transaction: it locks the run. The
 * answer is the run's status, or null: unknown run, or a `dedupeKey` it has had.
 */
export async function signalWorkflow(
  tx: Tx | SystemTx,
  run: RunRef,
  { name, payload = null, dedupeKey }: Signal,
): Promise<string | null> {
  const parameters = [run.tenantId, run.id, name, JSON.stringify(toRecorded(payload)), dedupeKey ?? null]
  const [signaled] = await queryIn(tx, SIGNAL, parameters)
  return signaled?.status ?? null
}
