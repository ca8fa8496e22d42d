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
  const values = Object.values(columns).map((type, position) => `$${position + 2}::${type}`)
  const into = `insert into ${table} (tenant_id, ${names.join(', ')})`
  // RETURNING is not for the answer: without it Citus refuses an insert from unnest under row-level security.
  const insertMany = statement(
    { tenant_id: 'uuid' },
    `${into} select $1, * from unnest(${values.map((value) => `${value}[]`).join(', ')}) returning tenant_id`,
  )
  // One row, as most changes write, costs either side less than arrays of one.
  const insertOne = statement({}, `${into} values ($1, ${values.join(', ')})`)

  return async (tx: Tx, rows: readonly RowOf<C>[]): Promise<void> => {
    const [first, ...others] = rows
    if (first === undefined) return
    if (others.length === 0) await insertOne(tx, [tx.tenantId, ...names.map((name) => first[name] ?? null)])
    else await insertMany(tx, [tx.tenantId, ...names.map((name) => rows.map((row) => row[name] ?? null))])
  }
}
