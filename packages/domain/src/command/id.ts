import * as z from 'zod'

/**
 * UUID v7 made by the application; passed in objects by name, so two ids are never swapped by position. In lower case, as
 * the database answers it: ids are compared as texts.
 */
export const Id = z.uuid({ error: 'must be a UUID' }).toLowerCase()
export type Id = z.infer<typeof Id>
