import { sellerWord, termsOf } from '@mainstay/domain/search/marked'
import { type RawBuilder, sql } from 'kysely'
import type { Sight } from '../list/source.ts'
import type { ReadTx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'
import { beyond } from '../seller/word.ts'
import { isSeen } from './parts.ts'

/** More purchases than this have a word in common with most: the newest of them are found by walking the list. */
const rareMax = 2500
/** More sellers than this are called alike: whether one of them sold is asked of each purchase. */
const sellersMax = 200

/** One word that was typed, as purchases have it: their words that begin with one of these. */
type Sought = { beginnings: string[]; isCommon: boolean; likeSellers: readonly string[] }

/**
 * Purchases with every word of a text, as far as the reader may know: an e-mail address is no word to who sees some
 * sellers only, nor is the name of a seller they do not see. A word that few purchases have is read from its index, in
 * the order of the list; of one that many have, the list itself is read until the page is full.
 */
export async function seekPurchases(text: string, sight: Sight, tx: ReadTx): Promise<RawBuilder<boolean>> {
  const terms = termsOf(text)?.map(({ beginnings, ofEmail }) =>
    sight.sellerIds === undefined ? [...beginnings, ...ofEmail] : [...beginnings],
  )
  if (terms === undefined) return nothing
  const sought = await lookUp(tx, terms, sight)
  if (sought.some(({ beginnings, isCommon }) => beginnings.length === 0 && !isCommon)) return nothing
  const rare = sought.filter(({ isCommon }) => !isCommon)
  const conditions = sought.filter(({ isCommon }) => isCommon).map((term) => hasWord(term, sight))
  if (rare.length > 0) conditions.unshift(isUnder(rare, sight))
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`
}

const nothing = sql<boolean>`false`

async function lookUp(tx: ReadTx, terms: readonly string[][], { sellerIds }: Sight): Promise<Sought[]> {
  const asked = flat(terms)
  const sellers = await selectSellers(tx, [tx.tenantId, ...asked, sellersMax, sellerIds ?? null])
  const sold = Map.groupBy(sellers, ({ term }) => term)
  const withSellers = terms.map((beginnings, term) => {
    const called = sold.get(term) ?? []
    return called.length > sellersMax ? beginnings : [...beginnings, ...called.map(({ id }) => sellerWord(id))]
  })
  // What few purchases have in common with the reader is read with the rest; the list itself sees to it that nothing else is.
  const seen = sellerIds && sellerIds.length <= sellersMax ? [sellerIds.map(sellerWord)] : []
  const counts = await countWords(tx, [tx.tenantId, ...flat([...withSellers, ...seen]), rareMax])
  return [...withSellers, ...seen].map((beginnings, term) => {
    const found = counts.filter((each) => each.term === term)
    const isLikeMany = (sold.get(term)?.length ?? 0) > sellersMax
    return {
      beginnings: beginnings.filter((beginning) => found.some((each) => each.beginning === beginning)),
      isCommon: isLikeMany || found.reduce((sum, { count }) => sum + count, 0) > rareMax,
      likeSellers: isLikeMany ? (terms[term] ?? []) : [],
    }
  })
}

/** Each beginning beside the place of the term it is of. */
function flat(terms: readonly (readonly string[])[]): [places: number[], beginnings: string[], beyonds: string[]] {
  const beginnings = terms.flat()
  return [terms.flatMap((each, place) => each.map(() => place)), beginnings, beginnings.map(beyond)]
}

const selectSellers = statement(
  { term: 'int', id: 'uuid' },
  `select sought.term, found.id
  from unnest($2::int[], $3::text[], $4::text[]) as sought (term, beginning, beyond),
    lateral (
      select distinct seller_word.seller_id as id from seller_word
      where seller_word.tenant_id = $1 and seller_word.word >= sought.beginning and seller_word.word < sought.beyond
        and ($6::uuid[] is null or seller_word.seller_id = any($6::uuid[]))
      limit $5::int + 1
    ) found`,
)

// Counted no further than it matters; what nobody has is left out.
const countWords = statement(
  { term: 'int', beginning: 'text', count: 'int' },
  `select sought.term, sought.beginning, found.count
  from unnest($2::int[], $3::text[], $4::text[]) as sought (term, beginning, beyond),
    lateral (
      select count(*)::int as count from (
        select from purchase_word
        where purchase_word.tenant_id = $1 and purchase_word.word >= sought.beginning and purchase_word.word < sought.beyond
        limit $5::int + 1
      ) counted
    ) found
  where found.count > 0`,
)

/**
 * Compared with the moment as well, and given in the order of the list: so that the purchases of a page are read and no
 * others. Without the words that say so PostgreSQL reads all of them and sorts.
 */
function isUnder(terms: readonly Sought[], { tenantId }: Sight): RawBuilder<boolean> {
  const found = terms.map(({ beginnings }) => {
    const ranges = beginnings.map(
      (word) => sql`select purchase_word.placed_at, purchase_word.purchase_id from purchase_word
        where purchase_word.tenant_id = ${tenantId} and purchase_word.word >= ${word}::text and purchase_word.word < ${beyond(word)}::text`,
    )
    return sql`(${sql.join(ranges, sql` union all `)})`
  })
  return sql<boolean>`(purchase.placed_at, purchase.id) in (
    select distinct found.placed_at, found.purchase_id from (${sql.join(found, sql` intersect `)}) found
    order by found.placed_at desc, found.purchase_id desc)`
}

function hasWord({ beginnings, likeSellers }: Sought, { tenantId, sellerIds }: Sight): RawBuilder<boolean> {
  const conditions = beginnings.map((word) => sql`position(${` ${word}`}::text in purchase.words) > 0`)
  const called = likeSellers.map(
    (word) => sql`exists (select from "order" part
      join seller_word on seller_word.tenant_id = part.tenant_id and seller_word.seller_id = part.seller_id
      where part.tenant_id = ${tenantId} and part.purchase_id = purchase.id
        and seller_word.tenant_id = ${tenantId} and seller_word.word >= ${word}::text and seller_word.word < ${beyond(word)}::text
        and ${isSeen(sellerIds)})`,
  )
  return sql<boolean>`(${sql.join([...conditions, ...called], sql` or `)})`
}
