import type pg from 'pg'
import { runKey } from './claim.ts'
import type { Execution } from './execution.ts'
import { RENEW } from './sql.ts'
import { query } from './statement.ts'

/** Renews the leases of all runs in hand in one statement; halts those that are lost, and gives back the cancelled. */
export async function renewLeases(pool: pg.Pool, executions: readonly Execution[], leaseMs: number): Promise<void> {
  if (executions.length === 0) return
  const askedAt = performance.now()
  const runs = executions.map(({ hand }) => hand.run)
  const rows = await query(pool, RENEW, [
    runs.map((run) => run.tenant_id),
    runs.map((run) => run.id),
    runs.map((run) => run.epoch),
    leaseMs,
  ])
  const ours = new Map(rows.map((row) => [`${runKey(row.tenant_id, row.id)}/${row.epoch}`, row]))
  for (const execution of executions) {
    const { hand } = execution
    const row = ours.get(`${runKey(hand.run.tenant_id, hand.run.id)}/${hand.run.epoch}`)
    if (row === undefined) {
      hand.halt()
      continue
    }
    // Not renewed: a signaller has locked the row, and nobody else can take it over before that lock is gone.
    hand.leaseEnd = askedAt + leaseMs
    if (row.undo !== hand.run.undo) execution.giveBack()
  }
}
