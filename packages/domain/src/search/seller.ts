import { emailWords, foreignNumberWords } from './marked.ts'
import { wordsOf } from './word.ts'

type FoundSeller = { name: string; email: string | null; registrationNumber: string | null; externalId: string | null }

/** What a seller is found by: their name, their e-mail address, and the numbers others know them by. */
export function sellerWords({ name, email, registrationNumber, externalId }: FoundSeller): string[] {
  return [
    ...new Set([
      ...wordsOf(name),
      ...emailWords(email ?? ''),
      ...foreignNumberWords(registrationNumber ?? ''),
      ...foreignNumberWords(externalId ?? ''),
    ]),
  ]
}
