import { type ReadTx, raw, type SystemTx } from './client.ts'

type ValueOf = {
  uuid: string
  text: string
  int: number
  bigint: number
  float8: number
  boolean: boolean
  timestamptz: Date
  date: string
  jsonb: unknown
  'uuid[]': string[]
  void: unknown
}
export type ColumnType = keyof ValueOf

/** A column as PostgreSQL has it, with "?" where it may be null; or one of whose values more is known. */
type Column = ColumnType | `${ColumnType}?` | Known<unknown>
type Known<Value> = { readonly type: ColumnType | `${ColumnType}?`; readonly value?: Value }
export type Columns = Readonly<Record<string, Column>>

type ValueIn<C extends Column> =
  C extends Known<infer Value>
    ? Value
    : C extends `${infer Type extends ColumnType}?`
      ? ValueOf[Type] | null
      : C extends ColumnType
        ? ValueOf[C]
        : never
type Row<C extends Columns> = { -readonly [Name in keyof C]: ValueIn<C[Name]> }

/** SQL written by hand: called with a transaction and its parameters it answers rows of the columns it declares. */
export type Statement<C extends Columns> = {
  (tx: ReadTx | SystemTx, values: readonly unknown[]): Promise<Row<C>[]>
  readonly text: string
  readonly columns: C
}
export type RowOf<S extends { readonly columns: Columns }> = Row<S['columns']>

/** All of them, for `breachesOf` to hold each against the migrated schema. */
export const statements: Pick<Statement<Columns>, 'text' | 'columns'>[] = []

/**
 * Declares a statement with what it answers. Only at the top of a file: there the test finds it, which has PostgreSQL
 * prepare it and compares names, types and nullability with these columns.
 */
export function statement<const C extends Columns>(columns: C, text: string): Statement<C> {
  const declared = { columns, text }
  statements.push(declared)
  return Object.assign((tx: ReadTx | SystemTx, values: readonly unknown[]) => raw<Row<C>>(tx, text, values), declared)
}

/** A column whose values are fewer than its type has: the CHECK of its table, or who writes it, vouches for that. */
export function known<Value>(type: Known<Value>['type']): Known<Value> {
  return { type }
}
