import { type Address, changed, filterOf } from './address.ts'
import { type FilterProblem, type Place, readFilter, spanOf, spanText } from './filter-text.ts'
import type { AnyList } from './list.ts'

/** What people call a value of a filter; undefined where there is no other word than the code. */
export type ValueWords = (key: string, code: string) => string | undefined

type Reading = { words: ValueWords; place: Place }

export type Typed = { ok: true; address: Address } | { ok: false; key: string; text: string; problem: FilterProblem }

/**
 * What somebody typed into the query field: `payment:paid`, `placed:>=2026-11-15`, `total:<=400.00`, or free text that
 * searches. A filter that cannot be read is explained and not taken for text.
 */
export function readTyped(list: AnyList, address: Address, typed: { text: string } & Reading): Typed {
  const { text, words, place } = typed
  const named = nameTyped(list, text)
  if (named === undefined) {
    const search = Object.entries(list.filters).find(([, { kind }]) => kind === 'search')?.[0]
    return search === undefined
      ? { ok: true, address }
      : { ok: true, address: changed(address, { filters: { [search]: text.trim() } }) }
  }
  const { key, sign, value } = named
  const filter = filterOf(list, key)
  const codes = 'options' in filter ? filter.options : []
  const code = codes.find((each) => same(each, value) || same(words(key, each), value)) ?? value
  const written = 'from' in filter ? spanText({ ...spanOf(address.filters[key] ?? ''), [sign]: value }) : code
  const read = readFilter(filter, written, place)
  if (!read.ok) return { ok: false, key, text: value, problem: read.problem }
  return { ok: true, address: changed(address, { filters: { [key]: written } }) }
}

/** What a filter names by its id, as people call it. */
export type Thing = { id: string; name: string }

/** Which things have to be found before any can be suggested: those of the noun whose name has the text in it. */
export function soughtBy(list: AnyList, text: string): { noun: string; name: string } | undefined {
  const named = nameTyped(list, text)
  const filter = named && filterOf(list, named.key)
  return filter?.kind === 'id' ? { noun: filter.noun, name: named?.value ?? '' } : undefined
}

/** One thing that can be typed next: `text` is put into the field, `words` is what it means. */
export type Suggestion = { text: string; words: string; isWhole: boolean }

type Known = {
  words: ValueWords
  /** The nouns whose things are found by name: their filters are suggested too. */
  nouns?: readonly string[]
  /** Those that were found. */
  things?: readonly Thing[]
}

/** What a text could become: the filters that begin with it, or after the colon the values that do. */
export function suggestionsFor(
  list: AnyList,
  { text, words, nouns = [], things = [] }: { text: string } & Known,
): Suggestion[] {
  const named = nameTyped(list, text)
  if (named !== undefined) {
    const filter = filterOf(list, named.key)
    if (filter.kind === 'id') return things.map(({ id, name }) => suggestion(`${named.key}:${id}`, name))
    const codes = 'options' in filter ? filter.options : []
    return codes
      .map((code) => suggestion(`${named.key}:${code}`, words(named.key, code) ?? code))
      .filter((each) => begins(each.words, named.value) || begins(each.text.slice(named.key.length + 1), named.value))
  }
  const keys = Object.entries(list.filters).filter(([, filter]) =>
    filter.kind === 'id' ? nouns.includes(filter.noun) : filter.kind !== 'search',
  )
  return keys
    .filter(([key]) => begins(key, text.trim()))
    .map(([key]): Suggestion => ({ text: `${key}:`, words: key, isWhole: false }))
}

function suggestion(text: string, words: string): Suggestion {
  return { text, words, isWhole: true }
}

/** The filter that a text names, which end of a span, and the value. */
function nameTyped({ filters }: AnyList, text: string) {
  const [, name = '', sign = '', value = ''] = /^\s*(\w+)\s*:\s*(>=|<=|≥|≤)?\s*(.*?)\s*$/.exec(text) ?? []
  const key = Object.keys(filters).find((each) => each.toLowerCase() === name.toLowerCase())
  if (key === undefined) return undefined
  return { key, sign: sign === '<=' || sign === '≤' ? ('to' as const) : ('from' as const), value }
}

function same(word: string | undefined, typed: string): boolean {
  return word !== undefined && plain(word) === plain(typed)
}

function begins(word: string, typed: string): boolean {
  return plain(word).startsWith(plain(typed))
}

function plain(text: string): string {
  return text.trim().toLowerCase().replaceAll('_', ' ')
}
