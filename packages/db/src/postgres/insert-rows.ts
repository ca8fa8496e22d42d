import type { Tx } from './client.ts'
import { statement } from './statement.ts'

type ColumnType = 'uuid' | 'text' | 'int' | 'bigint' | 'boolean' | 'timestamptz' | 'jsonb'
type Columns = Record<string, ColumnType>
/** A jsonb value is given as its text. */
type ValueOf = {
  uuid: string
  text: string
  int: number
  bigint: number
  boolean: boolean
  timestamptz: Date
  jsonb: string
}
type RowOf<C extends Columns> = { [K in keyof C]: ValueOf[C[K]] | null }

/**
 * Inserts any number of a tenant's rows in one statement, whose text is the same for any number. Table and columns are
 * written into the text, so they come from code and never from input.
 */
export function rowsInto<const C extends Columns>(table: string, columns: C) {
  const names = Object.keys(columns)
  const arrays = Object.values(columns).map((type, position) => `$${position + 2}::${type}[]`)
  // RETURNING is not for the answer: without it Citus refuses an insert from unnest under row-level security.
  const insert = statement(
    { tenant_id: 'uuid' },
    `insert into ${table} (tenant_id, ${names.join(', ')}) select $1, * from unnest(${arrays.join(', ')}) returning tenant_id`,
  )

  return async (tx: Tx, rows: readonly RowOf<C>[]): Promise<void> => {
    if (rows.length === 0) return
    await insert(tx, [tx.tenantId, ...names.map((name) => rows.map((row) => row[name] ?? null))])
  }
}
