import { type RawBuilder, sql } from 'kysely'
import type { Keyset } from './page.ts'

/** What a list is sorted by. `first: 'smallest'` puts the soonest on the first page, where most lists put the newest. */
export type Sort = { by: string; type: 'timestamptz' | 'bigint'; id: string; first: 'largest' | 'smallest' }

/** The keyset condition and the order of one page as SQL: one text per list and direction, so both stay prepared. */
export function keysetClauses(sort: Sort, { from, direction, limit }: Keyset) {
  const isAscending = (direction === 'older') === (sort.first === 'smallest')
  const by = sql.ref(sort.by)
  const id = sql.ref(sort.id)
  const way = sql.raw(isAscending ? 'asc' : 'desc')
  const condition: RawBuilder<boolean> =
    from === undefined
      ? sql<boolean>`true`
      : sql<boolean>`(${by}, ${id}) ${sql.raw(isAscending ? '>' : '<')} (${from.by}::${sql.raw(sort.type)}, ${from.id}::uuid)`
  return {
    condition,
    orderBy: sql`${by} ${way}, ${id} ${way}`,
    /** One more than asked for tells whether there is another page. */
    limit: limit + 1,
    /** The sort value as the database prints it: a Date would lose its microseconds. */
    position: sql<string>`${by}::text`,
  }
}
