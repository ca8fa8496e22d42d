import type * as z from 'zod'
import { wholeNumber } from '../command/written.ts'
import type { Filter } from './filter.ts'
import { amountOf, currenciesOf, type FilterProblem, type Place, readFilter, spanOf, spanText } from './filter-text.ts'
import type { AnyList } from './list.ts'

/**
 * What the address of a list says, one to one and as it was written: what cannot be read is kept, so that it can be shown
 * with the reason and mended.
 */
export type Address = {
  /** The id of the saved view that was opened; what the rest says may differ from it by now. */
  saved?: string
  view?: string
  sort?: string
  cursor?: string
  limit?: string
  /** By the key of the filter. */
  filters: Readonly<Record<string, string>>
}

const settings = ['view', 'sort', 'cursor', 'limit'] as const
const named = ['saved', ...settings] as const

/** Reads the parameters of an address; those a list does not know are the page's own. */
export function readAddress(list: AnyList, params: { get(name: string): string | null }): Address {
  const said = (names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (params.get(name) ? [[name, params.get(name) ?? '']] : [])))
  return { ...said(named), filters: said(Object.keys(list.filters)) }
}

/** The same address in the one form it is written in. */
export function writeAddress(list: AnyList, { filters, ...said }: Address): URLSearchParams {
  const params = new URLSearchParams()
  for (const name of named) if (said[name]) params.set(name, said[name])
  for (const key of Object.keys(list.filters)) if (filters[key]) params.set(key, filters[key])
  return params
}

/** Another filter, view or order begins at the first page again: a cursor belongs to one list. */
export function changed(
  { cursor: _, filters, ...address }: Address,
  change: { view?: string | undefined; sort?: string | undefined; filters?: Record<string, string | undefined> },
): Address {
  const { filters: changedFilters = {}, ...settings } = change
  const merged = { ...filters, ...changedFilters }
  const kept = Object.entries(merged).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return {
    ...Object.fromEntries(Object.entries({ ...address, ...settings }).filter(([, value]) => value)),
    filters: Object.fromEntries(kept),
  }
}

export type UnreadFilter = { key: string; text: string; problem: FilterProblem }

/** What an address asks the api for, and which of its filters could not be read and are not part of it. */
export function askedBy<List extends AnyList>(
  list: List,
  address: Address,
  { limit, ...place }: Place & { limit: number },
): { input: z.output<List['Input']>; unread: UnreadFilter[] } {
  const unread: UnreadFilter[] = []
  const input: Record<string, unknown> = { limit }
  for (const [key, text] of Object.entries(address.filters)) {
    const read = readFilter(filterOf(list, key), text, place)
    if (read.ok) Object.assign(input, read.input)
    else unread.push({ key, text, problem: read.problem })
  }
  for (const name of settings) {
    const said = address[name]
    if (said === undefined) continue
    const asked = { ...input, [name]: name === 'limit' ? wholeNumber(said) : said }
    if (list.Input.safeParse(asked).success) input[name] = asked[name]
  }
  return { input: list.Input.parse(input) as z.output<List['Input']>, unread }
}

/** One filter of the address as it is shown, and the address without it. */
export type Chip = {
  key: string
  kind: Filter['kind']
  sign: '=' | '≥' | '≤'
  /** A code, an id or what was written: the console knows what people call it. */
  text: string
  problem?: FilterProblem
  without: Address
}

/** A chip for each filter of the address, and for each end of a span. */
export function chipsOf(list: AnyList, address: Address, place: Place): Chip[] {
  return Object.entries(address.filters).flatMap(([key, text]) => {
    const filter = filterOf(list, key)
    const read = readFilter(filter, text, place)
    const problem = read.ok ? {} : { problem: read.problem }
    const chip = (sign: Chip['sign'], shown: string, rest?: string): Chip => ({
      key,
      kind: filter.kind,
      sign,
      text: shown,
      ...problem,
      without: changed(address, { filters: { [key]: rest } }),
    })
    const span = 'from' in filter ? spanOf(text) : undefined
    if (span === undefined) return [chip('=', text)]
    const { from, to } = span
    const said = (end: string) => (filter.kind === 'amounts' && read.ok ? inItsCurrency(end, text, place) : end)
    return [
      ...(from === undefined ? [] : [chip('≥', said(from), spanText({ ...(to !== undefined && { to }) }))]),
      ...(to === undefined ? [] : [chip('≤', said(to), spanText({ ...(from !== undefined && { from }) }))]),
    ]
  })
}

/** An amount is shown with its currency, whoever named it. */
function inItsCurrency(end: string, span: string, { currency }: Place): string {
  return `${amountOf(end).digits} ${currenciesOf(span)[0] ?? currency}`
}

export function filterOf({ noun, filters }: AnyList, key: string): Filter {
  const filter = filters[key]
  if (filter === undefined) throw new Error(`the list of ${noun} has no filter ${key}`)
  return filter
}
