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
