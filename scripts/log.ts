import { createWriteStream, existsSync, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs'
import { dirname } from 'node:path'

const BYTES_MAX = 10_000_000

/** Appends to a log that its owner alone can read; one that has grown long makes way, once. */
export function openLog(file: string): WriteStream {
  mkdirSync(dirname(file), { recursive: true })
  if (existsSync(file) && statSync(file).size > BYTES_MAX) renameSync(file, `${file}.1`)
  return createWriteStream(file, { flags: 'a', mode: 0o600 })
}
