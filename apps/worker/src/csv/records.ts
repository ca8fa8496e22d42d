import { CsvError, parse } from 'csv-parse/sync'

/** A row of a file: its fields, or what is wrong with it. `line` is the first of its lines, `text` what stands there. */
export type FileRecord = { line: number; text: string } & (
  | { ok: true; cells: string[] }
  | { ok: false; damage: string; hidesRows: boolean }
)

/** A field that goes on over more lines than this is a quote that was never closed. */
const linesMax = 200

/**
 * Takes lines apart into records. A quoted field may go on over line ends. A quote that is not closed, or whose end would
 * leave no whole record, damages its own line and no other: reading goes on with the next one.
 * `hidesRows` is a damage under which rows of others may lie, so its neighbours cannot be trusted either.
 */
export async function* recordsOf(
  lines: AsyncIterable<string>,
  { delimiter, width }: { delimiter: string; width: number },
): AsyncGenerator<FileRecord> {
  const source = lines[Symbol.asyncIterator]()
  const ahead: string[] = []
  const read = async (): Promise<boolean> => {
    const next = await source.next()
    if (next.done !== true) ahead.push(next.value)
    return next.done !== true
  }
  for (let line = 1; ahead.length > 0 || (await read()); ) {
    const [first = ''] = ahead
    if (first.trim() === '') {
      ahead.shift()
      line += 1
      continue
    }
    let text = first
    let count = 1
    let isOpen = hasOpenQuote(text)
    while (isOpen && count < linesMax && (ahead.length > count || (await read()))) {
      const next = ahead[count] ?? ''
      text = `${text}\n${next}`
      isOpen = isOpen !== hasOpenQuote(next)
      count += 1
    }
    let record = recordOf(text, line, { delimiter, width })
    if (count > 1 && !record.ok) {
      record = recordOf(first, line, { delimiter, width })
      count = 1
    }
    ahead.splice(0, count)
    line += count
    if (!isBlank(record)) yield record
  }
}

function recordOf(text: string, line: number, { delimiter, width }: { delimiter: string; width: number }): FileRecord {
  const cells = cellsOf(text, delimiter)
  const damaged = (damage: string, hidesRows = false) => ({ ok: false, line, text, damage, hidesRows }) as const
  if (typeof cells === 'string') return damaged(cells)
  if (cells.length === width) return { ok: true, line, text, cells }
  const counted = `has ${cells.length} fields where the header has ${width}`
  if (cells.every((cell) => cell.trim() === '')) return { ok: true, line, text, cells }
  return cells.length < width
    ? damaged(`${counted}; add what is missing, or join the line with its rest`)
    : damaged(`${counted}; put a field with ${nameOf(delimiter)} in quotes, or part two lines that ran together`, true)
}

/** Nothing, or nothing but delimiters. */
function isBlank(record: FileRecord): boolean {
  return record.ok && record.cells.every((cell) => cell.trim() === '')
}

function hasOpenQuote(text: string): boolean {
  let isOpen = false
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) isOpen = !isOpen
  return isOpen
}

/** The fields of a record, or what is wrong with it. */
export function cellsOf(text: string, delimiter: string): string[] | string {
  if (text.includes('\u0000')) return 'holds zero bytes; remove them'
  try {
    const [cells = []] = parse(unescaped(text, delimiter), {
      delimiter,
      relax_column_count: true,
      // The text is one record, whatever line ends its fields hold.
      record_delimiter: '\u0000',
    })
    return cells.map(asWritten)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'has a quote that is not closed on its line; close it, or double a quote that belongs to the text'
      : 'has a quote inside a field; put the field in quotes and double the quote, or remove it'
  }
}

/** `="0012"` is how a spreadsheet is kept from making a number of a text. */
function unescaped(text: string, delimiter: string): string {
  if (!text.includes('="')) return text
  const end = delimiter.replace(/[\\^\]-]/, '\\$&')
  const pattern = new RegExp(`(?<=^|[${end}])="([^"]*)"(?=$|[${end}])`, 'g')
  return text.replace(pattern, '"$1"')
}

/** The same escape inside quotes, and the apostrophe that stands for it before a number. */
function asWritten(cell: string): string {
  return /^="(.*)"$/s.exec(cell)?.[1] ?? cell.replace(/^'(?=\d)/, '')
}

export function nameOf(delimiter: string): string {
  return { ',': 'a comma', ';': 'a semicolon', '\t': 'a tab', '|': 'a bar' }[delimiter] ?? `"${delimiter}"`
}
