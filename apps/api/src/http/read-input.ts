import { inputRefused } from './plain-input.ts'

type Holder = Record<string, unknown>

/**
 * Reads an input as superjson writes what an input may hold: JSON, moments and undefined. Superjson itself would also
 * build sets and repeat one object at many places, with work that grows with the square of what a stranger sends; here
 * each name in `meta` is followed once. Throws BAD_REQUEST for everything else.
 */
export function readInput(sent: unknown): unknown {
  if (!isHolder(sent) || Array.isArray(sent)) throw inputRefused([], 'must be sent as {"json": …}')
  const { json, meta = {} } = sent
  if (!isHolder(meta)) throw inputRefused(['meta'], 'must be an object')
  for (const name in meta) {
    if (name !== 'values' && name !== 'v')
      throw inputRefused(['meta', name], 'is not read: write each value out where it stands')
  }
  const { values = {} } = meta
  if (!isHolder(values)) throw inputRefused(['meta', 'values'], 'must be an object')
  if (Array.isArray(values)) return valueOf(json, values, '')
  for (const place in values) {
    const steps = place.split('.')
    const last = steps.pop() ?? ''
    const holder = steps.reduce<unknown>((held, step) => heldAt(held, step), json)
    if (!isHolder(holder) || !holds(holder, last)) throw inputRefused(['meta', 'values', place], 'names no value')
    holder[last] = valueOf(holder[last], values[place], place)
  }
  return json
}

const instant = /^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

function valueOf(written: unknown, note: unknown, place: string): unknown {
  const kind = Array.isArray(note) && note.length === 1 ? note[0] : undefined
  if (kind === 'undefined') return undefined
  if (kind !== 'Date') throw inputRefused(['meta', 'values', place], 'must be "Date" or "undefined": send JSON')
  const moment = typeof written === 'string' && instant.test(written) ? new Date(written) : undefined
  // 30 February is read as 2 March.
  if (moment === undefined || Number.isNaN(moment.getTime()) || moment.toISOString() !== written)
    throw inputRefused(['meta', 'values', place], 'names no moment such as 2026-11-22T12:00:00.000Z')
  return moment
}

function heldAt(holder: unknown, step: string): unknown {
  return isHolder(holder) && holds(holder, step) ? holder[step] : undefined
}

/** Its own, and no length of a list. */
function holds(holder: Holder, name: string): boolean {
  return Object.prototype.propertyIsEnumerable.call(holder, name)
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null
}
