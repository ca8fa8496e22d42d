import * as z from 'zod'

const none = 'must be the version of what you looked at, as it was read'

/** Which state of an object somebody looked at: a command is refused where the object has changed since. */
export const Version = z.int(none).positive(none)
