import {
  type DecimalSign,
  decimalSignOf,
  type ImportLayout,
  type ImportLayoutRefusal,
  importColumns,
  importLayout,
} from '@mainstay/domain/import-run/row'
import type { Currency } from '@mainstay/domain/money/currency'
import { cellsOf, nameOf, recordsOf } from '../csv/records.ts'
import { FileRefused, linesOf, lookAtFile, type SourceFile } from '../csv/source-file.ts'

/** How a file is written, where somebody says so. What is not told is read off the file, or is as in most files. */
export type Told = { encoding?: string; delimiter?: string; decimal?: DecimalSign }

/** A file of order history, and how it is read: the same for every reading of it. */
export type ImportFile = SourceFile & {
  currency: Currency
  delimiter: string
  decimal: DecimalSign
  layout: ImportLayout
  /** Lines before the first row. */
  linesBefore: number
}

/** Finds out how a file is written. Throws FileRefused for a header without the columns an import needs. */
export async function lookAtImport(path: string, currency: Currency, told: Told = {}): Promise<ImportFile> {
  const file = await lookAtFile(path, told.encoding)
  let linesBefore = 0
  let delimiter = told.delimiter
  for await (const line of linesOf(file)) {
    linesBefore += 1
    const separator = linesBefore === 1 ? /^"?sep=(.)"?$/i.exec(line)?.[1] : undefined
    if (separator !== undefined) delimiter ??= separator
    else if (line.trim() !== '') {
      const header = headerOf(line, delimiter)
      const found = { ...file, ...header, currency, linesBefore, decimal: told.decimal ?? ('.' as const) }
      return told.decimal === undefined ? { ...found, decimal: await decimalOf(found) } : found
    }
  }
  throw new FileRefused('The file is empty. Its first line must name the columns.')
}

const delimiters = [',', ';', '\t', '|']

/** The delimiter is the one under which the header names every column: there is nothing to guess. */
function headerOf(line: string, told: string | undefined): { delimiter: string; layout: ImportLayout } {
  const refused: { columns: number; words: string }[] = []
  for (const delimiter of told === undefined ? delimiters : [told]) {
    const cells = cellsOf(line, delimiter)
    if (typeof cells === 'string') {
      refused.push({ columns: 0, words: `The header ${cells}.` })
      continue
    }
    const layout = importLayout(cells)
    if (layout.ok) return { delimiter, layout: layout.value }
    const words = `${wordsOf(layout.refusal)}${delimiterHint(line, delimiter)} Nothing was imported.`
    refused.push({ columns: cells.length, words })
  }
  const [nearest] = refused.toSorted((a, b) => b.columns - a.columns)
  throw new FileRefused(nearest?.words ?? '')
}

function wordsOf(refusal: ImportLayoutRefusal): string {
  if (refusal.code === 'import.column_twice') return `The header names ${refusal.column} twice. Remove one of them.`
  const { missing, found } = refusal
  const columns = missing.length === 1 ? 'the column' : 'the columns'
  return (
    `The header lacks ${columns} ${missing.join(', ')}. It has ${found.map((name) => name || '(no name)').join(', ')}. ` +
    `An import needs ${importColumns.join(', ')}, in any order.`
  )
}

function delimiterHint(header: string, used: string): string {
  const other = delimiters.find((each) => each !== used && header.includes(`order_id${each}`))
  return other === undefined ? '' : ` Fields seem to be parted by ${nameOf(other)}.`
}

/** Rows that are looked at for a first amount with a decimal sign. */
const rowsLookedAt = 10_000

async function decimalOf(file: ImportFile): Promise<DecimalSign> {
  let rows = 0
  for await (const record of recordsAfterHeader(file)) {
    const sign = record.ok ? decimalSignOf(record.cells, file) : undefined
    if (sign !== undefined) return sign
    rows += 1
    if (rows === rowsLookedAt) break
  }
  return '.'
}

/** The records below the header. Their lines count from the first of the file. */
export async function* recordsAfterHeader(file: ImportFile) {
  const lines = linesAfter(linesOf(file), file.linesBefore)
  for await (const record of recordsOf(lines, { delimiter: file.delimiter, width: file.layout.width }))
    yield { ...record, line: record.line + file.linesBefore }
}

async function* linesAfter(lines: AsyncIterable<string>, count: number): AsyncGenerator<string> {
  let before = 0
  for await (const line of lines) {
    if (before < count) before += 1
    else yield line
  }
}
