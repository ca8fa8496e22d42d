import { createReadStream } from 'node:fs'
import {
  type ImportLayout,
  type ImportLayoutRefusal,
  type ImportRowRead,
  importColumns,
  importLayout,
  parseImportRow,
} from '@mainstay/domain/import-run/row'
import type { Currency } from '@mainstay/domain/money/currency'
import { CsvError, parse } from 'csv-parse/sync'

/** The file cannot be read at all; the message says why and what to do. */
export class FileRefused extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'FileRefused'
  }
}

/** `hidesRows` is a damage under which rows of other orders may lie, so its neighbours cannot be trusted either. */
export type Reading = ImportRowRead & { hidesRows?: boolean }

/**
 * Reads a file line by line, however long it is. A record is one line: a quote that is not closed damages its line and
 * no other. Throws FileRefused for a header without the columns an import needs.
 */
export async function* readRows(path: string, currency: Currency): AsyncGenerator<Reading> {
  let line = 0
  let layout: ImportLayout | undefined
  for await (const text of linesOf(path)) {
    line += 1
    if (layout === undefined) layout = layoutOf(text)
    else if (text.trim() !== '') yield readRow(text, { line, layout, currency })
  }
  if (layout === undefined) throw new FileRefused('The file is empty. Its first line must name the columns.')
}

/** The header's columns that are of no use here. */
export async function ignoredColumns(path: string): Promise<string[]> {
  for await (const text of linesOf(path)) return layoutOf(text).ignored
  return []
}

/** A file without line ends would be held in memory whole. */
const lineMax = 1_048_576

async function* linesOf(path: string): AsyncGenerator<string> {
  let open = ''
  for await (const text of createReadStream(path, 'utf8')) {
    const lines = `${open}${text}`.split(/\r\n|\n|\r(?=[^\n])/)
    open = lines.pop() ?? ''
    if (open.length > lineMax)
      throw new FileRefused(
        'A line is longer than a million characters: it must hold one order item. Nothing was imported.',
      )
    yield* lines
  }
  if (open !== '') yield open.replace(/\r$/, '')
}

type Context = { line: number; layout: ImportLayout; currency: Currency }

function readRow(text: string, context: Context): Reading {
  const cells = cellsOf(text)
  if (typeof cells === 'string') return damaged(text, cells, context)
  const { width } = context.layout
  if (cells.length === width) return parseImportRow(cells, context)
  const count = `has ${cells.length} fields where the header has ${width}`
  return cells.length < width
    ? damaged(text, `${count}; add what is missing, or join the line with its rest`, context)
    : {
        ...damaged(text, `${count}; put a field with a comma in quotes, or part two lines that ran together`, context),
        hidesRows: true,
      }
}

/** The fields of a line, or what is wrong with its quotes. */
function cellsOf(text: string): string[] | string {
  try {
    return parse(text, { relax_column_count: true, record_delimiter: '\n' })[0] ?? []
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'has a quote that is not closed on its line; close it, or double a quote that belongs to the text'
      : 'has a quote inside a field; put the field in quotes and double the quote, or remove it'
  }
}

function damaged(text: string, message: string, { line, layout }: Context): Reading {
  const orderId = orderIdBeforeDamage(text, layout)
  return {
    ok: false,
    line,
    orderId,
    problems: [{ line, field: 'line', message, purchaseExternalId: orderId ?? null }],
  }
}

/** A first field that ends in a comma is whole whatever is wrong after it; any other may have been shifted. */
function orderIdBeforeDamage(text: string, layout: ImportLayout): string | undefined {
  if (layout.positions.get('order_id') !== 0) return undefined
  return /^(?:"([^"]+)"|([^",]+)),/.exec(text)?.slice(1).find(Boolean)?.trim() || undefined
}

function layoutOf(header: string): ImportLayout {
  const cells = cellsOf(header)
  if (typeof cells === 'string') throw new FileRefused(`The header ${cells}.`)
  const layout = importLayout(cells)
  if (layout.ok) return layout.value
  throw new FileRefused(`${wordsOf(layout.refusal)}${delimiterHint(header)} Nothing was imported.`)
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

function delimiterHint(header: string): string {
  const [delimiter] = [';', '\t', '|'].filter((each) => header.includes(`order_id${each}`))
  if (delimiter === undefined) return ''
  return ` Fields seem to be parted by ${delimiter === '\t' ? 'tabs' : `"${delimiter}"`}: save the file with commas.`
}
