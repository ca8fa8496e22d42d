import { appendFileSync, closeSync, fstatSync, mkdirSync, openSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'

const BYTES_MAX = 10_000_000

export type Log = { write(line: string): void; end(): void }

/**
 * Appends to a log that its owner alone can read; one that has grown long makes way, once. A line that cannot be written
 * is lost, and how many were stands before the next one: a full disk stops nobody who has something to say.
 */
export function openLog(file: string): Log {
  let fd: number | undefined
  let size = 0
  let lost = 0

  const open = (): number => {
    mkdirSync(dirname(file), { recursive: true })
    fd = openSync(file, 'a', 0o600)
    size = fstatSync(fd).size
    return fd
  }
  const end = () => {
    if (fd !== undefined) closeSync(fd)
    fd = undefined
  }
  const append = (text: string) => {
    if (size > BYTES_MAX) {
      end()
      renameSync(file, `${file}.1`)
    }
    appendFileSync(fd ?? open(), text)
    size += text.length
  }
  return {
    write(line) {
      try {
        // The last line before may be torn.
        append(lost === 0 ? `${line}\n` : `\n(${lost} lines were lost: the log could not be written)\n${line}\n`)
        lost = 0
      } catch {
        lost += 1
      }
    },
    end,
  }
}
