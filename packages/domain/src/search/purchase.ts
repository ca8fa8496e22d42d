import { emailWords, foreignNumberWords, numberWords, sellerWord } from './marked.ts'
import { wordsOf } from './word.ts'

type FoundPurchase = {
  number: string
  externalId: string | null
  buyer: { name: string; email: string }
  sellerIds: readonly string[]
}

/** What a purchase is found by. */
export function purchaseWords({ number, externalId, buyer, sellerIds }: FoundPurchase): string[] {
  return [
    ...new Set([
      ...numberWords(number),
      ...foreignNumberWords(externalId ?? ''),
      ...wordsOf(buyer.name),
      ...emailWords(buyer.email),
      ...sellerIds.map(sellerWord),
    ]),
  ]
}
