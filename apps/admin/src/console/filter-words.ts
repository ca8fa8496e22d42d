import type { FilterProblem } from '@mainstay/domain/list/filter-text'
import type { StateLook } from '@/nouns/noun.ts'

/** What people call the values of a list's filters; where a filter is left out, its codes are its words. */
export type FilterWords = Readonly<Record<string, Readonly<Record<string, StateLook | string>>>>

export function valueWords(words: FilterWords, key: string, code: string): string | undefined {
  const found = words[key]?.[code]
  return typeof found === 'string' ? found : found?.words
}

/** `importRun` as people read it: `import run`. */
export function keyWords(key: string): string {
  return key.replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
}

/** Why what was written is no filter, and how to write it. */
export function problemWords(problem: FilterProblem, known: readonly string[] = []): string {
  switch (problem) {
    case 'not_one_of':
      return `Not one of ${known.join(', ')}.`
    case 'not_a_day':
      return 'Not a day. Write it as 2026-11-15.'
    case 'not_an_amount':
      return 'Not an amount. Write it as 400.00, or with its currency as 400.00 BRL.'
    case 'several_currencies':
      return 'Amounts of two currencies do not compare. Name one.'
    case 'not_an_id':
      return 'Not an id. Choose it by its name, or follow a link to it.'
    case 'too_long':
      return 'Too long to look for.'
    case 'ends_before_it_begins':
      return 'It ends before it begins.'
  }
}
