import { createHash } from 'node:crypto'
import type { SystemTx, Tx } from '@mainstay/db/postgres/client'
import { type Columns, type RowOf, type Statement as Sql, statement as sql } from '@mainstay/db/postgres/statement'
import type pg from 'pg'

/** SQL of the engine, with a name, so that it is planned once per connection of a pool too. */
export type Statement<C extends Columns> = {
  readonly name: string
  readonly text: string
  readonly columns: C
  readonly in: Sql<C>
}

export function statement<const C extends Columns>(name: string, columns: C, text: string): Statement<C> {
  // The hash keeps two releases apart that share a connection of a pooler.
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8)
  return { name: `wf_${name}_${hash}`, text, columns, in: sql(columns, text) }
}

/** Runs a statement by itself, on a connection of the worker's own pool. */
export async function query<C extends Columns>(
  pool: Pick<pg.Pool, 'query'>,
  { name, text }: Statement<C>,
  values: readonly unknown[],
): Promise<RowOf<Statement<C>>[]> {
  const { rows } = await pool.query<RowOf<Statement<C>>>({ name, text, values: [...values] })
  return rows
}

/** Runs a statement inside the caller's transaction. */
export function queryIn<C extends Columns>(
  tx: Tx | SystemTx,
  statement: Statement<C>,
  values: readonly unknown[],
): Promise<RowOf<Statement<C>>[]> {
  return statement.in(tx, values)
}
