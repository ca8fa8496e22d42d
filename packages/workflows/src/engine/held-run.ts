import type pg from 'pg'
import type { FailureRecord } from './journal-entry.ts'
import { HELD, HELD_REPORTED } from './sql.ts'
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
  status: 'failed' | 'blocked'
  /** Set with status failed: the run has undone what it did. Set with status blocked: it could not. */
  undo: 'cancelled' | 'failed' | null
  error: FailureRecord | null
}

/** Called at least once per stop, also when the process died after it: must be idempotent. */
export type OnHeld = (run: HeldRun) => Promise<void>

/** Reports the runs of a lane that stopped and were not reported yet. */
export async function reportHeldRuns(pool: pg.Pool, lane: Lane, onHeld: OnHeld): Promise<void> {
  for (const row of await query(pool, HELD, [lane])) {
    const { tenant_id: tenantId, subject_type: subjectType, subject_id: subjectId, ...rest } = row
    await onHeld({ tenantId, subjectType, subjectId, ...rest })
    await query(pool, HELD_REPORTED, [tenantId, row.id, row.epoch])
  }
}
