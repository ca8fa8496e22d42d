import * as z from 'zod'

/** A keyset page: rows and the cursors of its neighbours. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), newer: z.string().nullable(), older: z.string().nullable() })
}

export type Page<T> = { items: T[]; newer: string | null; older: string | null }

/** What every list accepts: an opaque cursor from an earlier page and how many rows to return. */
export const PageInput = z.strictObject({
  cursor: z.string().max(1000).optional(),
  limit: z.int('must be a whole number').min(1).max(200).default(20),
})
export type PageInput = z.infer<typeof PageInput>

/** Rows are counted so far. */
export const countMax = 10_000

/** How many rows a list has. `isMore`: so many and more. Null: counting them would take too long. */
export const Count = z.object({ count: z.int(), isMore: z.boolean() }).nullable()
export type Count = z.infer<typeof Count>
