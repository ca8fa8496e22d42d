import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Page, PageInput } from '@mainstay/domain/list/page'
import * as z from 'zod'

/** Where a row stands in its list: what it is sorted by (a moment as the database prints it), then its id. */
export type Position = { by: string | number; id: string }

/** What a query needs of a page: read `limit + 1` rows on that side of the position, nearest first. */
export type Keyset = { limit: number; direction: 'older' | 'newer'; from: Position | undefined }

/** A list is its sort and its filters: a cursor of one list is worthless in another. */
export type List = { secret: string; sort: string; filters: unknown }

/** The cursor is not ours, or belongs to another list. */
export class CursorRefused extends Error {
  constructor() {
    super('the cursor belongs to no page of this list')
    this.name = 'CursorRefused'
  }
}

const Cursor = z.tuple([z.enum(['older', 'newer']), z.union([z.string(), z.number()]), z.string()])

/** Reads the cursor of a request; throws CursorRefused. */
export function keysetOf(list: List, { cursor, limit }: PageInput): Keyset {
  if (cursor === undefined) return { limit, direction: 'older', from: undefined }
  const [payload = '', signature = ''] = cursor.split('.')
  const expected = Buffer.from(sign(list, payload))
  const given = Buffer.from(signature)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new CursorRefused()

  const [direction, by, id] = Cursor.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
  return { limit, direction, from: { by, id } }
}

/** The page of the rows a keyset query returned: newest first, with a cursor for each side that has more. */
export function pageFrom<Row>(
  list: List,
  { keyset, rows }: { keyset: Keyset; rows: readonly Row[] },
  positionOf: (row: Row) => Position,
): Page<Row> {
  const hasMore = rows.length > keyset.limit
  const kept = rows.slice(0, keyset.limit)
  const ordered = keyset.direction === 'older' ? kept : kept.toReversed()
  const hasOlder = keyset.direction === 'older' ? hasMore : true
  const hasNewer = keyset.direction === 'newer' ? hasMore : keyset.from !== undefined
  const first = ordered[0]
  const last = ordered.at(-1)

  return {
    items: ordered,
    newer: hasNewer && first !== undefined ? cursorAt(list, 'newer', positionOf(first)) : null,
    older: hasOlder && last !== undefined ? cursorAt(list, 'older', positionOf(last)) : null,
  }
}

function cursorAt(list: List, direction: 'older' | 'newer', { by, id }: Position): string {
  const payload = Buffer.from(JSON.stringify([direction, by, id])).toString('base64url')
  return `${payload}.${sign(list, payload)}`
}

function sign({ secret, sort, filters }: List, payload: string): string {
  const filterHash = createHash('sha256').update(JSON.stringify(filters)).digest('base64url')
  return createHmac('sha256', secret).update(`${sort} ${filterHash} ${payload}`).digest('base64url').slice(0, 22)
}
