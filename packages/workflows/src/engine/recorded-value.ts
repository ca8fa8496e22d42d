import { Permanent } from './failure.ts'

const LARGEST = 1_000_000
// JSON.stringify writes whole characters as they are, and only NUL and the halves of characters like this.
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/

/** What a value of type T is after its way through the journal: a Date has become its ISO text. */
export type Recorded<T> = T extends string | number | boolean | null | undefined | void
  ? T
  : T extends { toJSON(): infer J }
    ? J
    : T extends (infer E)[]
      ? Recorded<E>[]
      : T extends object
        ? { [K in keyof T]: Recorded<T[K]> }
        : T

/** The value as a replay would see it; refuses what jsonb cannot hold, and more than 1 MB. */
export function toRecorded(value: unknown): unknown {
  return record(value).value
}

/** The same, with the room it takes. */
export function record(value: unknown): { value: unknown; bytes: number } {
  const text = encode(value)
  if (UNSTORABLE.test(text)) throw new Permanent('a result may contain neither \\u0000 nor half a surrogate pair')
  if (text.length > LARGEST) throw new Permanent('a result may not exceed 1 MB')
  return { value: JSON.parse(text), bytes: text.length }
}

function encode(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch (error) {
    throw new Permanent('a result must be JSON', { cause: error })
  }
}
