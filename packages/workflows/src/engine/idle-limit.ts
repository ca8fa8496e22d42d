import type { Tx } from '@mainstay/db/client'
import { queryIn, type Statement, statement } from './statement.ts'

// Not from pg_settings: that view lists every setting to find one.
const LIMIT: Statement<{ loose: boolean }> = statement(
  'idle_limit',
  `select loose, case when loose then set_config('idle_in_transaction_session_timeout', $1::int::text, true) end
from (select ms = 0 or ms > $1::int as loose from (
  select extract(epoch from current_setting('idle_in_transaction_session_timeout')::interval) * 1000 as ms) setting) verdict`,
)

/** A stopped worker must not keep the row locks of an open commit as long as its lease. In milliseconds. */
export function idleInTransactionLimit(leaseMs: number): number {
  return Math.round(leaseMs * 0.6)
}

/** Tightens the limit of a transaction; a pool that is found tight enough is not asked again. */
export function createIdleLimit(leaseMs: number): (tx: Tx) => Promise<void> {
  let loose = true
  return async (tx) => {
    if (!loose) return
    const [row] = await queryIn(tx, LIMIT, [idleInTransactionLimit(leaseMs)])
    loose = row?.loose ?? true
  }
}
