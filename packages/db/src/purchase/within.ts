import { type RawBuilder, sql } from 'kysely'
import type { Sight } from '../list/source.ts'
import type { ReadTx } from '../postgres/client.ts'

/** As many purchases are named. */
const fewMax = 120
/** As many are collected, to compare with them what is walked in the order of a seller's parts. */
const collectedMax = 15_000

/**
 * Purchases of a buyer, or of an import. Within some sellers' an index has one of both conditions and none has both, so it
 * depends on how many there are which of them is walked; of an import the time is compared first.
 */
export function seekWithin(column: 'buyer_id' | 'import_run_id') {
  return async (id: string, { tenantId, sellerIds }: Sight, tx: ReadTx): Promise<RawBuilder<boolean>> => {
    const isOf = sql<boolean>`${sql.ref(`purchase.${column}`)} = ${id}::uuid`
    if (sellerIds === undefined) return isOf
    const of = sql`from purchase where purchase.tenant_id = ${tenantId} and ${isOf}`
    const few = await sql<{ id: string }>`select purchase.id ${of} limit ${fewMax + 1}`.execute(tx)
    if (few.rows.length <= fewMax) return sql`lead.purchase_id = any(${few.rows.map((row) => row.id)}::uuid[])`
    const { rows } = await sql<{ count: number; first: string; last: string }>`
      select (select count(*)::int from (select ${of} limit ${collectedMax + 1}) counted) as count,
        (select min(purchase.placed_at)::text ${of}) as first, (select max(purchase.placed_at)::text ${of}) as last`.execute(
      tx,
    )
    const [found] = rows
    if (found === undefined) return sql<boolean>`false`
    // Said so that PostgreSQL keeps the order of the list: of an `in` it makes a join.
    const isIn =
      found.count <= collectedMax
        ? sql<boolean>`(lead.purchase_id in (select purchase.id ${of})) is true`
        : sql<boolean>`exists (select ${of} and purchase.id = lead.purchase_id)`
    if (column === 'buyer_id') return isIn
    return sql`lead.placed_at between ${found.first}::timestamptz and ${found.last}::timestamptz and ${isIn}`
  }
}
