import { isCurrency } from '../money/minor-digits.ts'
import { parseMoney } from '../money/money.ts'
import { endOfDay, startOfDay } from './day.ts'
import type { Filter } from './filter.ts'

/** Where a text is read: amounts that name no currency are in its own, days begin when they begin there. */
export type Place = { currency: string; timeZone: string }

/** Why a text is no filter; the console has the words. */
export type FilterProblem =
  | 'not_one_of'
  | 'not_a_day'
  | 'not_an_amount'
  | 'several_currencies'
  | 'not_an_id'
  | 'too_long'
  | 'ends_before_it_begins'

type Read = { ok: true; input: Record<string, unknown> } | { ok: false; problem: FilterProblem }

/** What a text of the address asks the api for. `gte.` and `lte.` are the two ends of a span. */
export function readFilter(filter: Filter, text: string, place: Place): Read {
  switch (filter.kind) {
    case 'one':
      return filter.options.includes(text) ? is(filter.parameter, text) : not('not_one_of')
    case 'some': {
      const asked = text.split(',')
      if (!asked.every((each) => filter.options.includes(each))) return not('not_one_of')
      return is(filter.parameter, [...new Set(asked)])
    }
    case 'id':
      return idForm.test(text) ? is(filter.parameter, text) : not('not_an_id')
    case 'text':
    case 'search':
      return text.length > filter.lengthMax ? not('too_long') : is(filter.parameter, text)
    case 'days':
      return readSpan(filter, text, { ends: dayEnds(place), problem: 'not_a_day' })
    case 'amounts': {
      const currencies = currenciesOf(text)
      if (currencies.length > 1) return not('several_currencies')
      const currency = currencies[0] ?? place.currency
      if (!isCurrency(currency)) return not('not_an_amount')
      const read = readSpan(filter, text, { ends: amountEnds(currency), problem: 'not_an_amount' })
      return read.ok ? { ok: true, input: { ...read.input, [filter.currency]: currency } } : read
    }
  }
}

export type Span = { from?: string; to?: string }

/** The two ends that a text such as `gte.2026-11-15,lte.2026-11-20` has; undefined when it has anything else. */
export function spanOf(text: string): Span | undefined {
  const span: Span = {}
  for (const part of text.split(',')) {
    const [, end, value] = /^(gte|lte)\.(.+)$/.exec(part) ?? []
    if (value === undefined) return undefined
    if (end === 'gte') span.from = value
    else span.to = value
  }
  return span
}

export function spanText({ from, to }: Span): string {
  return [...(from === undefined ? [] : [`gte.${from}`]), ...(to === undefined ? [] : [`lte.${to}`])].join(',')
}

type Ends = { [End in 'from' | 'to']: (text: string) => Date | number | undefined }

function dayEnds({ timeZone }: Place): Ends {
  return { from: (text) => startOfDay(text, timeZone), to: (text) => endOfDay(text, timeZone) }
}

/** `400.00`, or with its currency `400.00 BRL`. */
export function amountOf(text: string): { digits: string; currency: string | undefined } {
  const [, digits = text, currency] = /^(.*?)\s*([a-z]{3})$/i.exec(text.trim()) ?? []
  return { digits, currency: currency?.toUpperCase() }
}

/** The currencies that the ends of a span name; what one of them names is meant for both. */
export function currenciesOf(text: string): string[] {
  const { from = '', to = '' } = spanOf(text) ?? {}
  return [...new Set([from, to].flatMap((end) => amountOf(end).currency ?? []))]
}

function amountEnds(currency: string): Ends {
  const read = (text: string) => parseMoney(amountOf(text).digits, currency)?.amount
  return { from: read, to: read }
}

function readSpan(
  filter: Extract<Filter, { from: string }>,
  text: string,
  { ends, problem }: { ends: Ends; problem: FilterProblem },
): Read {
  const span = spanOf(text)
  if (span === undefined) return not(problem)
  const from = span.from === undefined ? undefined : ends.from(span.from)
  const to = span.to === undefined ? undefined : ends.to(span.to)
  if ((span.from !== undefined && from === undefined) || (span.to !== undefined && to === undefined))
    return not(problem)
  if (from !== undefined && to !== undefined && from > to) return not('ends_before_it_begins')
  return {
    ok: true,
    input: { ...(from !== undefined && { [filter.from]: from }), ...(to !== undefined && { [filter.to]: to }) },
  }
}

const idForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function is(parameter: string, value: unknown): Read {
  return { ok: true, input: { [parameter]: value } }
}

function not(problem: FilterProblem): Read {
  return { ok: false, problem }
}
