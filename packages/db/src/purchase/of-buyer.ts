import { type RawBuilder, sql } from 'kysely'
import type { Sight } from '../list/source.ts'
import type { ReadTx } from '../postgres/client.ts'

/** As many purchases are named. */
const fewMax = 120
/** As many are collected, to compare with them what is walked in the order of a seller's parts. */
const collectedMax = 15_000

/**
 * Purchases of a buyer. Within some sellers' an index has the buyer's or the sellers' and none has both, so it depends on how
 * many there are which of them is walked.
 */
export async function seekBuyer(
  buyerId: string,
  { tenantId, sellerIds }: Sight,
  tx: ReadTx,
): Promise<RawBuilder<boolean>> {
  const isOf = sql<boolean>`purchase.buyer_id = ${buyerId}::uuid`
  if (sellerIds === undefined) return isOf
  const of = sql`from purchase where purchase.tenant_id = ${tenantId} and ${isOf}`
  const few = await sql<{ id: string }>`select purchase.id ${of} limit ${fewMax + 1}`.execute(tx)
  if (few.rows.length <= fewMax) return sql`lead.purchase_id = any(${few.rows.map((row) => row.id)}::uuid[])`
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (select ${of} limit ${collectedMax + 1}) counted`.execute(tx)
  // Said so that PostgreSQL keeps the order of the list: of an `in` it makes a join.
  return (rows[0]?.count ?? 0) <= collectedMax
    ? sql<boolean>`(lead.purchase_id in (select purchase.id ${of})) is true`
    : sql<boolean>`exists (select ${of} and purchase.id = lead.purchase_id)`
}
