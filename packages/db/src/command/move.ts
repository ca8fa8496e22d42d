import type { Action } from '@mainstay/domain/audit/action'
import type { Change } from '@mainstay/domain/audit/audit'
import { type Lifecycle, reachedBy } from '@mainstay/domain/lifecycle/lifecycle'
import { sql, type Updateable } from 'kysely'
import type { Tx } from '../postgres/client.ts'
import type { DB } from '../postgres/schema.generated.ts'
import { recordChange } from './record.ts'

/** Tables of things that have states: each row has an id, a status and a version. */
type TableWithStates = {
  [Table in keyof DB]: 'tenant_id' | 'id' | 'status' | 'version' | 'updated_at' extends keyof DB[Table] ? Table : never
}[keyof DB]

/** What the one write path has to know of a noun. */
export type Moving<Table extends TableWithStates, Row, State extends string, Name extends string> = {
  lifecycle: Lifecycle<string, State, Name>
  table: Table
  /** What of a row a move may change besides its state. */
  columnsOf: (row: Row, at: Date) => Omit<Updateable<DB[Table]>, 'status' | 'version' | 'updated_at'>
  /** What people call it, and the purchase it is looked for under. */
  labelOf: (row: Row) => { label: string; purchaseId?: string }
  /** What its events tell. */
  dataOf: (row: Row) => Record<string, unknown>
}

type Moved<Row, Name> = {
  /** As it was locked. */
  before: Row
  /** As it was decided. */
  after: Row
  move: Name
  changes?: readonly Change[]
  /** Instead of the act's own. */
  reason?: string | undefined
}

/**
 * Writes one move of a locked row: the row, guarded by its version, its audit entry and its event. A move that leads
 * elsewhere than its lifecycle says, or a row that changed under its lock, is a bug and throws.
 */
export async function saveMove<
  Table extends TableWithStates,
  Known,
  State extends string,
  Name extends string,
  Row extends Known & { id: string; status: State; version: number },
>(tx: Tx, noun: Moving<Table, Known, State, Name>, moved: Moved<Row, NoInfer<Name>>): Promise<Row> {
  const { lifecycle, table, columnsOf } = noun
  const { before, after, move } = moved
  if (!reachedBy(lifecycle, move, before.status)?.includes(after.status)) {
    throw new Error(`${table} ${before.id} is ${before.status}: ${move} does not make it ${after.status}`)
  }
  const version = before.version + 1
  // All these tables have these columns; which others the row has, the noun says.
  const updated = await tx
    .updateTable(table as 'refund')
    .set({ ...(columnsOf(after, tx.act.at) as Updateable<DB['refund']>), version, updated_at: sql`now()` })
    .set({ status: after.status as DB['refund']['status'] })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', before.id)
    .where('version', '=', before.version)
    .returning('id')
    .execute()
  if (updated.length === 0) throw new Error(`${table} ${before.id} changed although it was locked`)
  const saved = { ...after, version }
  await recordMove(tx, noun, { ...moved, after: saved })
  return saved
}

/**
 * The audit entry and the event of a move whose row is written: by `saveMove`, or as it comes into being. One that its
 * lifecycle wants a reason for, and that comes without, is a bug and throws.
 */
export async function recordMove<
  Table extends TableWithStates,
  Known,
  State extends string,
  Name extends string,
  Row extends Known & { id: string; status: State; version: number },
>(
  tx: Tx,
  { lifecycle, table, labelOf, dataOf }: Moving<Table, Known, State, Name>,
  { before, after, move, changes = [], reason }: Omit<Moved<Row, NoInfer<Name>>, 'before'> & { before?: Row },
): Promise<void> {
  if (lifecycle.moves[move].reason === 'required' && !(reason ?? tx.act.reason)?.trim()) {
    throw new Error(`${table} ${after.id}: ${move} is not made without a reason`)
  }
  const { label, purchaseId } = labelOf(after)
  const isMove = before !== undefined && before.status !== after.status
  const status = isMove ? [{ field: 'status', before: before.status, after: after.status }] : []
  await recordChange(tx, {
    action: `${lifecycle.noun}.${move}` as Action,
    subject: { type: table, id: after.id, label, version: after.version },
    purchaseId,
    changes: [...status, ...changes],
    reason,
    data: dataOf(after),
  })
}
