import * as z from 'zod'

/** UUID v7 made by the application; passed in objects by name, so two ids are never swapped by position. */
export const Id = z.uuid({ error: 'must be a UUID' })
export type Id = z.infer<typeof Id>
