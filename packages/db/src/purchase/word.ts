import { sellerWord } from '@mainstay/domain/search/marked'
import type { Tx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'

/** The words of a purchase as its column holds them, a blank before each: so a beginning of one can be found in it. */
export function wordsColumn(words: readonly string[]): string {
  return words.map((word) => ` ${word}`).join('')
}

/** Makes purchases that were written in this transaction to be found by their words. */
export async function insertPurchaseWords(tx: Tx, purchaseIds: readonly string[]): Promise<void> {
  await insertWords(tx, [tx.tenantId, purchaseIds])
}

const insertWords = statement(
  {},
  `insert into purchase_word (tenant_id, placed_at, purchase_id, word)
  select purchase.tenant_id, purchase.placed_at, purchase.id, word
  from purchase, unnest(string_to_array(ltrim(purchase.words), ' ')) word
  where purchase.tenant_id = $1 and purchase.id = any($2::uuid[])
  on conflict do nothing`,
)

/** Says of purchases that were written before which sellers they are of now. Called before anything else of them changes. */
export async function replaceSellerWords(
  tx: Tx,
  purchases: readonly { id: string; sellerIds: readonly string[] }[],
): Promise<void> {
  const ids = purchases.map(({ id }) => id)
  await deleteWords(tx, [tx.tenantId, ids])
  await updateSellerWords(tx, [
    tx.tenantId,
    ids,
    purchases.map(({ sellerIds }) => wordsColumn(sellerIds.map(sellerWord))),
  ])
}

const deleteWords = statement(
  {},
  `delete from purchase_word using purchase, unnest(string_to_array(ltrim(purchase.words), ' ')) stands
  where purchase.tenant_id = $1 and purchase.id = any($2::uuid[]) and purchase_word.tenant_id = $1
    and purchase_word.word = stands and purchase_word.placed_at = purchase.placed_at
    and purchase_word.purchase_id = purchase.id`,
)

const updateSellerWords = statement(
  {},
  `update purchase set words = regexp_replace(purchase.words, ' \\$[0-9a-f]{32}', '', 'g') || given.words
  from unnest($2::uuid[], $3::text[]) given (id, words)
  where purchase.tenant_id = $1 and purchase.id = given.id`,
)
