import { type RawBuilder, sql } from 'kysely'
import type { ReadTx } from '../postgres/client.ts'

/** As many purchases are read one by one, to sort them. */
const fewMax = 200
/** As many ids are collected, to compare with them what is walked in the order of totals. */
const collectedMax = 15_000

/** Which purchases have such a part, or how many: some are collected, and of very many each is asked for its parts. */
export type Such = readonly string[] | 'some' | 'many'

/** How many purchases have such a part, which the planner cannot tell. */
export async function weighParts(tx: ReadTx, isSo: RawBuilder<boolean>): Promise<Such> {
  const few = await sql<{ purchase_id: string }>`${withPart(tx, isSo)} limit ${fewMax + 1}`.execute(tx)
  if (few.rows.length <= fewMax) return few.rows.map((row) => row.purchase_id)
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from (${withPart(tx, isSo)} limit ${collectedMax + 1}) counted`.execute(tx)
  return (counted.rows[0]?.count ?? 0) > collectedMax ? 'many' : 'some'
}

/** As many purchases of a buyer are sorted. */
const sortedMax = 2500

export async function weighBuyer(tx: ReadTx, buyerId: string): Promise<Such> {
  const { rows } = await sql`select from purchase
    where purchase.tenant_id = ${tx.tenantId} and purchase.buyer_id = ${buyerId}::uuid limit ${sortedMax + 1}`.execute(
    tx,
  )
  return rows.length > sortedMax ? 'some' : []
}

/**
 * Purchases with such a part, in the order of totals: few are sorted; else the index of totals is walked, which PostgreSQL
 * does where the condition is a value to it and no join. So it is asked whether that is true.
 */
export function isOfSuch(tx: Pick<ReadTx, 'tenantId'>, isSo: RawBuilder<boolean>, such: Such): RawBuilder<boolean> {
  if (such === 'some') return sql<boolean>`(purchase.id in (${withPart(tx, isSo)})) is true`
  if (such !== 'many') return sql<boolean>`purchase.id = any(${such}::uuid[])`
  return sql<boolean>`(select true from "order" part
    where part.tenant_id = ${tx.tenantId} and part.purchase_id = purchase.id and ${isSo} limit 1) is true`
}

function withPart({ tenantId }: Pick<ReadTx, 'tenantId'>, isSo: RawBuilder<boolean>) {
  return sql`select part.purchase_id from "order" part where part.tenant_id = ${tenantId} and ${isSo}`
}
