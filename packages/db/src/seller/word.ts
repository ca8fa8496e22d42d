import { termsOf } from '@mainstay/domain/search/marked'
import { sellerWords } from '@mainstay/domain/search/seller'
import { type RawBuilder, sql } from 'kysely'
import type { Sight } from '../list/source.ts'
import type { Tx } from '../postgres/client.ts'
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

/** Sellers with every word of a text. */
export function isCalled(text: string, { tenantId }: Sight): RawBuilder<boolean> {
  const conditions = (termsOf(text) ?? []).map(({ beginnings, ofEmail }) => {
    const found = [...beginnings, ...ofEmail].map(
      (word) => sql`select seller_word.seller_id from seller_word
        where seller_word.tenant_id = ${tenantId} and seller_word.word >= ${word}::text and seller_word.word < ${beyond(word)}::text`,
    )
    return sql<boolean>`seller.id in (${sql.join(found, sql` union all `)})`
  })
  return conditions.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(conditions, sql` and `)})`
}

/**
 * What follows every word with this beginning. A range instead of a pattern: it is leakproof, so it stays an index
 * condition under row security. The order of words is by byte, where U+10FFFF follows whatever they go on with.
 */
export function beyond(beginning: string): string {
  return `${beginning}\u{10FFFF}`
}
