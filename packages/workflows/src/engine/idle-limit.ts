import type { Tx } from '@mainstay/db/client'
import { queryIn, type Statement, statement } from './statement.ts'

const LIMIT: Statement<{ loose: boolean }> = statement(
  'idle_limit',
  `select setting::int = 0 or setting::int > $1 as loose,
  case when setting::int = 0 or setting::int > $1 then set_config(name, $1::text, true) end
from pg_settings where name = 'idle_in_transaction_session_timeout'`,
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
