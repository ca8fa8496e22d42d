import * as z from 'zod'

/** A keyset page: rows and the cursors of its neighbours. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), newer: z.string().nullable(), older: z.string().nullable() })
}

export type Page<T> = { items: T[]; newer: string | null; older: string | null }

/** What every list accepts: an opaque cursor from an earlier page and how many rows to return. */
export const PageInput = z.object({
  cursor: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
})
export type PageInput = z.infer<typeof PageInput>

/** Rows are counted so far. */
export const countMax = 10_000

/** How many rows a list has. `isMore`: so many and more. Null: counting them would take too long. */
export const Count = z.object({ count: z.int(), isMore: z.boolean() }).nullable()
export type Count = z.infer<typeof Count>

/** One end of a span of time that a list is filtered by: a year a calendar and the database both know. */
export const FilterMoment = z.coerce
  .date()
  .min(new Date('0001-01-01T00:00:00Z'), 'must be a date of this calendar')
  .max(new Date('9999-12-31T23:59:59Z'), 'must be a date of this calendar')
