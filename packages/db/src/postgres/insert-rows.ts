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
  const types = Object.values(columns)
  const into = `insert into ${table} (tenant_id, ${names.join(', ')})`
  // RETURNING is not for the answer: without it Citus refuses an insert from a function under row-level security.
  const insertMany = statement(
    { tenant_id: 'uuid' },
    `${into} select $1, ${readRow(columns)} from ${rowsOf('$2', columns)} returning tenant_id`,
  )
  // One row, as most changes write, costs either side less than a record of it.
  const insertOne = statement(
    {},
    `${into} values ($1, ${types.map((type, position) => `$${position + 2}::${type}`).join(', ')})`,
  )

  return async (tx: Tx, rows: readonly RowOf<C>[]): Promise<void> => {
    const [first, ...others] = rows
    if (first === undefined) return
    if (others.length === 0) await insertOne(tx, [tx.tenantId, ...names.map((name) => first[name] ?? null)])
    else await insertMany(tx, [tx.tenantId, jsonOf(rows)])
  }
}

/** Half a character, which the driver replaces in a parameter of its own, would have the whole text refused. */
function jsonOf(rows: readonly object[]): string {
  const text = JSON.stringify(rows)
  if (!/\\ud[89a-f]/.test(text)) return text
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value))
}

/** Rows as one JSON text: as arrays, each column is a text to write, an array to read and a set to keep. */
function rowsOf(parameter: string, columns: Columns): string {
  const declared = Object.entries(columns).map(([name, type]) => `${name} ${type === 'jsonb' ? 'text' : type}`)
  return `json_to_recordset(${parameter}::json) as given (${declared.join(', ')})`
}

function readRow(columns: Columns): string {
  const read = Object.entries(columns).map(([name, type]) => `given.${name}${type === 'jsonb' ? '::jsonb' : ''}`)
  return read.join(', ')
}
