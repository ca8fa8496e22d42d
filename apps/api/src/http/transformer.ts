import type { TRPCCombinedDataTransformer } from '@trpc/server'
import superjson from 'superjson'
import { readInput } from './read-input.ts'

type Dates = Record<string, ['Date']>

/** Superjson on the wire: an answer may hold all it can write, an input only what we read. */
export const transformer: TRPCCombinedDataTransformer = {
  input: { serialize: superjson.serialize, deserialize: readInput },
  output: { serialize: writeAnswer, deserialize: superjson.deserialize },
}

/**
 * An answer of plain records, lists and dates, as every list is, is looked through once instead of copied: JSON writes
 * its dates the same way, and only where they stand has to be added.
 */
function writeAnswer(value: unknown) {
  if (!isDeep(value)) return superjson.serialize(value)
  const dates: Dates = {}
  if (!collectDates(value, '', { dates, seen: new Set() })) return superjson.serialize(value)
  return Object.keys(dates).length === 0 ? { json: value } : { json: value, meta: { values: dates, v: 1 } }
}

/** False where superjson would do more than name the dates: two places of one object, undefined, and other classes. */
function collectDates(value: object, at: string, found: { dates: Dates; seen: Set<object> }): boolean {
  if (found.seen.has(value)) return false
  found.seen.add(value)
  if (value instanceof Date) {
    found.dates[at] = ['Date']
    return !Number.isNaN(value.getTime())
  }
  if (!isDeep(value)) return false
  const prefix = at === '' ? '' : `${at}.`
  if (Array.isArray(value)) return value.every((item, index) => isPlain(item, prefix + index, found))
  for (const key in value) {
    if (unusualKey.test(key) || !isPlain(value[key], prefix + key, found)) return false
  }
  return true
}

const unusualKey = /[.\\]|^(?:__proto__|constructor|prototype)$/

function isPlain(value: unknown, at: string, found: { dates: Dates; seen: Set<object> }): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
    case 'object':
      return value === null || collectDates(value, at, found)
    default:
      return false
  }
}

function isDeep(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === Array.prototype
}
