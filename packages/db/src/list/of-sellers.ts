import { type RawBuilder, sql } from 'kysely'
import type { VisibleSellers } from '../purchase/orders.ts'

/**
 * Whether that column names a seller the reader may see. Of one seller an index keeps the order of what follows the
 * seller in it; of several it does not, so that one is asked for as one.
 */
export function isOfSellers(column: string, sellerIds: VisibleSellers): RawBuilder<boolean> {
  if (sellerIds === undefined) return sql`true`
  const [only, ...others] = sellerIds
  if (only !== undefined && others.length === 0) return sql`${sql.ref(column)} = ${only}::uuid`
  return sql`${sql.ref(column)} = any(${sellerIds}::uuid[])`
}
