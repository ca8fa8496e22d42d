import { Permanent } from './failure.ts'

const LARGEST = 1_000_000
const NUL = /(?<!\\)(?:\\\\)*\\u0000/

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
  const text = encode(value)
  if (NUL.test(text)) throw new Permanent('a result may not contain \\u0000')
  if (text.length > LARGEST) throw new Permanent('a result may not exceed 1 MB')
  return JSON.parse(text)
}

function encode(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch (error) {
    throw new Permanent('a result must be JSON', { cause: error })
  }
}
