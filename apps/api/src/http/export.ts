import { recordChange } from '@mainstay/db/command/record'
import { listAfter } from '@mainstay/db/list/list'
import type { Position } from '@mainstay/db/list/page'
import type { ListSource, Reader } from '@mainstay/db/list/source'
import type { Tx } from '@mainstay/db/postgres/client'
import { type CsvColumn, csvColumnsOf, csvLine } from '@mainstay/domain/list/csv'
import type { ListedNoun } from '@mainstay/domain/list/lists'
import { v7 } from 'uuid'
import * as z from 'zod'
import type { Acting } from './acting.ts'
import { inputRefused } from './plain-input.ts'

/** Read at once: so much is in memory, however long the list is. */
const rowsAtOnce = 1000

/** A table as it is sent: its lines, some at a time. */
export const CsvLines = z.custom<AsyncIterable<string>>(
  (answer) => typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer,
)

/** The filters and the order of a list, and which of its columns, in which order. */
export function csvInput<Input extends z.ZodObject>(input: Input) {
  return input.omit({ cursor: true, limit: true }).extend({
    /** Names of columns with commas between them; all of them when left out. `buyer` is `buyer.id` and `buyer.name`. */
    columns: z.string().max(1000).optional(),
    /** A mark at the beginning by which Excel knows the text as UTF-8. */
    bom: z.enum(['true', 'false']).default('false'),
  })
}

type Exporting = {
  input: Readonly<Record<string, unknown>>
  reader: Reader
  /** The schema of a row, as whoever asks is shown it. */
  row: z.ZodType
  read: Acting['read']
}

/**
 * All rows of a list, each batch read where the one before ended and in a transaction of its own: a slow reader holds
 * none open. Throws BAD_REQUEST for a column there is not, before anything is sent.
 */
export function csvOf<Row extends { id: string }, Item>(
  source: ListSource<Row, Item>,
  { input, reader, row, read }: Exporting,
): AsyncIterable<string> {
  const columns = chosenFrom(csvColumnsOf(row), input.columns)
  return linesOf()

  async function* linesOf(): AsyncGenerator<string> {
    yield `${input.bom === 'true' ? '\uFEFF' : ''}${csvLine(columns.map(({ name }) => name))}`
    for (let from: Position | undefined; ; ) {
      const { items, last } = await read((tx) => listAfter(tx, source, { input, reader, from, limit: rowsAtOnce }))
      yield items.map((item) => lineOf(columns, row.parse(item))).join('')
      if (last === undefined) return
      from = last
    }
  }
}

function lineOf(columns: readonly CsvColumn[], row: unknown): string {
  return csvLine(columns.map(({ textOf }) => textOf(row)))
}

function chosenFrom(columns: CsvColumn[], chosen: unknown): CsvColumn[] {
  if (typeof chosen !== 'string') return columns
  return chosen.split(',').flatMap((name) => {
    const found = columns.filter((column) => column.name === name || column.name.startsWith(`${name}.`))
    if (found.length > 0) return found
    throw inputRefused(['columns'], `knows no ${name}: there are ${columns.map((column) => column.name).join(', ')}`)
  })
}

/** Who took which rows away. */
export async function recordExport(
  tx: Tx,
  { noun, words, input }: { noun: ListedNoun; words: string; input: Readonly<Record<string, unknown>> },
): Promise<void> {
  const asked = Object.entries(input).filter(([, value]) => value !== undefined)
  await recordChange(tx, {
    action: `${noun}.export`,
    subject: { type: 'export', id: v7(), label: words, version: 1 },
    changes: asked.map(([field, value]) => ({ field, before: null, after: plain(value) })),
    data: Object.fromEntries(asked),
  })
}

function plain(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'string' ? value : JSON.stringify(value)
}
