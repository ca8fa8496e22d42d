import { type RawBuilder, sql } from 'kysely'
import type { VisibleSellers } from '../purchase/orders.ts'

/**
 * Whether that column names a seller the reader may see. Of one seller an index keeps the order of what follows the
 * seller in it; of several it does not, so that one is asked for as one.
 */
export function isOfSellers(column: string, sellerIds: VisibleSellers): RawBuilder<boolean> {
  const [only, ...others] = sellerIds ?? []
  if (only !== undefined && others.length === 0) return sql<boolean>`${sql.ref(column)} = ${only}::uuid`
  return isAmongSellers(column, sellerIds)
}

/** The same, whose index has no order whoever is asked for. */
export function isAmongSellers(column: string, sellerIds: VisibleSellers): RawBuilder<boolean> {
  if (sellerIds === undefined) return sql<boolean>`true`
  return sql<boolean>`${sql.ref(column)} = any(${sellerIds}::uuid[])`
}
