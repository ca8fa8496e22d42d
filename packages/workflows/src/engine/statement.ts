import { createHash } from 'node:crypto'
import { raw, type SystemTx, type Tx } from '@mainstay/db/postgres/client'
import type pg from 'pg'

/** SQL with a name, planned once per connection, and the type of the rows it answers with. */
export interface Statement<Row> {
  readonly name: string
  readonly text: string
  readonly row?: Row
}

export function statement<Row>(name: string, text: string): Statement<Row> {
  // The hash keeps two releases apart that share a connection of a pooler.
  return { name: `wf_${name}_${createHash('sha256').update(text).digest('hex').slice(0, 8)}`, text }
}

/** Runs a statement by itself, on a connection of the worker's own pool. */
export async function query<Row extends pg.QueryResultRow>(
  pool: Pick<pg.Pool, 'query'>,
  { name, text }: Statement<Row>,
  values: readonly unknown[],
): Promise<Row[]> {
  const { rows } = await pool.query<Row>({ name, text, values: [...values] })
  return rows
}

/** Runs a statement inside the caller's transaction. */
export function queryIn<Row>(tx: Tx | SystemTx, { text }: Statement<Row>, values: readonly unknown[]): Promise<Row[]> {
  return raw<Row>(tx, text, values)
}
