import type pg from 'pg'
import type { FailureRecord } from './journal-operation.ts'
import { HELD, HELD_REPORTED, type HeldRow, UNCLAIMED } from './sql.ts'
import { query } from './statement.ts'
import type { Lane } from './workflow.ts'

/** A run that waits for a person. */
export interface HeldRun {
  tenantId: string
  id: string
  /** Which stop of the run this is: it grows with every retry. With `id`, a deduplication key. */
  epoch: number
  kind: string
  subjectType: string | null
  subjectId: string | null
  /** `queued`: no worker has this version of the workflow, so nobody takes the run. */
  status: 'failed' | 'blocked' | 'queued'
  /** Set with status failed: the run has undone what it did. Set with status blocked: it could not. */
  undo: 'canceled' | 'failed' | null
  error: FailureRecord | null
}

/** Called at least once per stop, also when the process died after it: must be idempotent. */
export type OnHeld = (run: HeldRun) => Promise<void>

/** Reports the runs of a lane that stopped and were not reported yet. */
export async function reportHeldRuns(pool: pg.Pool, lane: Lane, onHeld: OnHeld): Promise<void> {
  await reportEach(pool, await query(pool, HELD, [lane]), onHeld)
}

/** Reports the runs of a lane that wait for a worker which does not come. `kinds` are those of the one that asks. */
export async function reportUnclaimedRuns(
  pool: pg.Pool,
  { lane, kinds, afterMs }: { lane: Lane; kinds: readonly string[]; afterMs: number },
  onHeld: OnHeld,
): Promise<void> {
  const rows = await query(pool, UNCLAIMED, [lane, kinds, afterMs])
  const errorOf = ({ kind }: HeldRow) => ({ code: 'no_worker', message: `no worker has ${kind}` })
  const held = rows.map((row) => ({ ...row, error: errorOf(row) }))
  await reportEach(pool, held, onHeld)
}

/** A run that cannot be reported does not stand before the others; its error is thrown at the end. */
async function reportEach(pool: pg.Pool, rows: readonly HeldRow[], onHeld: OnHeld): Promise<void> {
  const errors: unknown[] = []
  for (const row of rows) await report(pool, row, onHeld).catch((error: unknown) => errors.push(error))
  if (errors.length > 0)
    throw new AggregateError(errors, `${errors.length} of ${rows.length} runs could not be reported`)
}

async function report(pool: pg.Pool, row: HeldRow, onHeld: OnHeld): Promise<void> {
  const { tenant_id: tenantId, subject_type: subjectType, subject_id: subjectId, ...rest } = row
  await onHeld({ tenantId, subjectType, subjectId, ...rest })
  await query(pool, HELD_REPORTED, [tenantId, row.id, row.epoch])
}
