import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const orderItemsPath = join(import.meta.dirname, 'order-items.csv')

/** The lines of the fixture; the first is the header, so `lines[7]` is line 8. */
export function orderItemLines(): string[] {
  return readFileSync(orderItemsPath, 'utf8').trimEnd().split('\n')
}

/** The fixture with some of its lines replaced, by their number; several lines may stand in the place of one. */
export function damaged(replacements: Record<number, string | string[]>): string {
  const lines = orderItemLines().flatMap((line, index) => replacements[index + 1] ?? line)
  return fileOf(lines)
}

export function fileOf(lines: readonly string[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'mainstay-import-')), 'orders.csv')
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
  return path
}
