import { termsOf } from '@mainstay/domain/search/marked'
import { sellerWords } from '@mainstay/domain/search/seller'
import { type RawBuilder, sql } from 'kysely'
import type { Sight } from '../list/source.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { rowsInto } from '../postgres/insert-rows.ts'

type Named = Parameters<typeof sellerWords>[0] & { id: string }

/** Makes sellers that were written in this transaction to be found by their words. */
export function insertSellerWords(tx: Tx, sellers: readonly Named[]): Promise<void> {
  return insertWords(
    tx,
    sellers.flatMap((seller) => sellerWords(seller).map((word) => ({ seller_id: seller.id, word }))),
  )
}

const insertWords = rowsInto('seller_word', { seller_id: 'uuid', word: 'text' })

/** More sellers than this have a word in common with many: they are found by walking the list. */
const rareMax = 100

/**
 * Sellers with every word of a text. Those few that have a rare one are named; where each word is common the list is
 * walked, which fills a page soon for the very reason, and compared with all that have them.
 */
export async function seekSellers(text: string, { tenantId }: Sight, tx: ReadTx): Promise<RawBuilder<boolean>> {
  const terms = (termsOf(text) ?? []).map(({ beginnings, ofEmail }) => [...beginnings, ...ofEmail])
  if (terms.length === 0) return sql<boolean>`false`
  const called = terms.map((beginnings) => {
    const ranges = beginnings.map(
      (word) => sql`select seller_word.seller_id from seller_word
        where seller_word.tenant_id = ${tenantId} and seller_word.word >= ${word}::text and seller_word.word < ${beyond(word)}::text`,
    )
    return sql`(${sql.join(ranges, sql` union all `)})`
  })
  const few = await Promise.all(called.map((each) => selectFew(tx, each)))
  const conditions = called.map((each, term) => {
    const ids = few[term] ?? []
    // Said so that PostgreSQL keeps the order of the list: of an `in` it makes a join.
    return ids.length > rareMax ? sql`(seller.id in ${each}) is true` : sql`seller.id = any(${ids}::uuid[])`
  })
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`
}

async function selectFew(tx: ReadTx, called: RawBuilder<unknown>): Promise<string[]> {
  const few = sql<{ seller_id: string }>`select seller_id from ${called} called limit ${rareMax + 1}`
  const { rows } = await few.execute(tx)
  return rows.map((row) => row.seller_id)
}

/**
 * What follows every word with this beginning. A range instead of a pattern: it is leakproof, so it stays an index
 * condition under row security. The order of words is by byte, where U+10FFFF follows whatever they go on with.
 */
export function beyond(beginning: string): string {
  return `${beginning}\u{10FFFF}`
}
