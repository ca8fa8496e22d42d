import { accept, type Decision, refuse } from '../command/decision.ts'
import type { Currency } from '../money/currency.ts'
import { minorDigits } from '../money/minor-digits.ts'
import { parseMoney } from '../money/money.ts'
import { asId, externalIdProblem } from '../text/external-id.ts'
import { oneLine } from '../text/text.ts'

/** The columns a file of order history must have, in any order. Others are ignored. */
export const importColumns = [
  'order_id',
  'order_item_id',
  'product_id',
  'seller_id',
  'shipping_limit_date',
  'price',
  'freight_value',
] as const
export type ImportColumn = (typeof importColumns)[number]

/** Where the columns stand in this file. */
export type ImportLayout = { width: number; positions: ReadonlyMap<ImportColumn, number>; ignored: string[] }

export type ImportLayoutRefusal =
  | { code: 'import.columns_missing'; missing: ImportColumn[]; found: string[] }
  | { code: 'import.column_twice'; column: string }

/** What is wrong with a line, and how to mend it. `line` counts from 1, the header. */
export type ImportProblem = { line: number; field: string; message: string; purchaseExternalId: string | null }

/** One item of an order. Amounts are minor units of the import's currency. */
export type ImportRow = {
  line: number
  orderId: string
  itemId: string
  productId: string
  sellerId: string
  shippingLimit: Date
  price: number
  freight: number
}

/** `orderId` is undefined where the line does not tell which order it belongs to. */
export type ImportRowRead =
  | { ok: true; row: ImportRow }
  | { ok: false; line: number; orderId: string | undefined; problems: ImportProblem[] }

/** Reads the header: which column stands where. */
export function importLayout(header: readonly string[]): Decision<ImportLayout, ImportLayoutRefusal> {
  const names = header.map((name) => oneLine(name).toLowerCase())
  const twice = importColumns.find((column) => names.indexOf(column) !== names.lastIndexOf(column))
  if (twice !== undefined) return refuse({ code: 'import.column_twice', column: twice })
  const missing = importColumns.filter((column) => !names.includes(column))
  if (missing.length > 0) return refuse({ code: 'import.columns_missing', missing, found: names })
  return accept({
    width: names.length,
    positions: new Map(importColumns.map((column) => [column, names.indexOf(column)])),
    ignored: names.filter((name) => !importColumns.some((column) => column === name)),
  })
}

/** What parts the whole from the fraction: `58.90` or `58,90`. */
export type DecimalSign = '.' | ','

/**
 * The decimal sign a row shows: of an amount whose digits after it can be no thousands. None where the row has no such
 * amount; a currency of three digits never shows a comma, since `1,234` could be either.
 */
export function decimalSignOf(
  cells: readonly string[],
  { layout, currency }: { layout: ImportLayout; currency: Currency },
): DecimalSign | undefined {
  const digits = Math.min(minorDigits(currency), 2)
  for (const column of ['price', 'freight_value'] as const) {
    const match = /^\d+([.,])(\d+)$/.exec((cells[layout.positions.get(column) ?? -1] ?? '').trim())
    if (match !== null && (match[2] ?? '').length <= digits) return match[1] === ',' ? ',' : '.'
  }
  return undefined
}

/** One line of the file, already taken apart. Every problem of the line is told, not only the first. */
export function parseImportRow(
  cells: readonly string[],
  { line, layout, currency, decimal }: { line: number; layout: ImportLayout; currency: Currency; decimal: DecimalSign },
): ImportRowRead {
  const cell = (column: ImportColumn) => (cells[layout.positions.get(column) ?? -1] ?? '').trim()
  const messages: [ImportColumn, string][] = []
  const read = <T>(column: ImportColumn, parse: (text: string) => Parsed<T>): T | undefined => {
    const parsed = parse(cell(column))
    if ('message' in parsed) messages.push([column, parsed.message])
    return 'value' in parsed ? parsed.value : undefined
  }
  const amount = (text: string) => parseAmount(text, currency, decimal)

  const orderId = read('order_id', parseId)
  const itemId = read('order_item_id', parseId)
  const productId = read('product_id', parseId)
  const sellerId = read('seller_id', parseId)
  const shippingLimit = read('shipping_limit_date', parseDate)
  const price = read('price', amount)
  const freight = read('freight_value', amount)
  if (
    orderId === undefined ||
    itemId === undefined ||
    productId === undefined ||
    sellerId === undefined ||
    shippingLimit === undefined ||
    price === undefined ||
    freight === undefined
  ) {
    const purchaseExternalId = orderId ?? null
    const problems = messages.map(([field, message]) => ({ line, field, message, purchaseExternalId }))
    return { ok: false, line, orderId, problems }
  }
  return { ok: true, row: { line, orderId, itemId, productId, sellerId, shippingLimit, price, freight } }
}

type Parsed<T> = { value: T } | { message: string }

const idLengthMax = 200
/** 10 billion of a currency with two digits: sums of a long file stay exact. */
const amountMax = 1_000_000_000_000

function parseId(written: string): Parsed<string> {
  const text = asId(written)
  if (text === '') return { message: 'is empty; give the id the order had in the old system' }
  if (text.length > idLengthMax) return { message: `is longer than ${idLengthMax} characters; shorten the id` }
  if (text.includes('\uFFFD')) return { message: 'holds bytes that are not UTF-8; save the file as UTF-8' }
  const unseen = externalIdProblem(text)
  if (unseen !== undefined) return { message: unseen }
  // With the sign that a spreadsheet writes, so that an id of a hex number is none.
  if (/^\d(?:[.,]\d+)?E[+-]\d+$/i.test(text))
    return {
      message: `${quoted(text)} is what a spreadsheet made of a long number; save the column as text from the old system again`,
    }
  return { value: text }
}

function parseAmount(text: string, currency: Currency, decimal: DecimalSign): Parsed<number> {
  const digits = minorDigits(currency)
  const example = digits === 0 ? '1250' : `12${decimal}${'50'.padEnd(digits, '0').slice(0, digits)}`
  if (text === '') return { message: `is empty; write an amount such as ${example}` }
  const [, plain, fraction = ''] = amountPattern[decimal].exec(text) ?? []
  if (plain === undefined)
    return {
      message: `${quoted(text)} is not an amount; write it with a ${decimal === '.' ? 'point' : 'comma'} and without grouping, such as ${example}`,
    }
  if (fraction.length > digits)
    return { message: `${quoted(text)} has more digits than ${currency} has (${digits}); write it such as ${example}` }
  const parsed = parseMoney(text.replace(',', '.'), currency)
  if (parsed === undefined || parsed.amount > amountMax)
    return { message: `${quoted(text)} is too large; check the decimal ${decimal === '.' ? 'point' : 'comma'}` }
  if (parsed.amount < 0) return { message: `${quoted(text)} is negative; an amount of 0 or more belongs here` }
  return { value: parsed.amount }
}

const amountPattern: Record<DecimalSign, RegExp> = {
  '.': /^([-\u2212]?\d+)(?:\.(\d+))?$/,
  ',': /^([-\u2212]?\d+)(?:,(\d+))?$/,
}

/** `2017-09-19 09:45:35`, with or without the time, read as UTC. */
function parseDate(text: string): Parsed<Date> {
  const example = 'write it such as 2017-09-19 09:45:35'
  if (text === '') return { message: `is empty; ${example}` }
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?)?$/.exec(text)
  if (match === null) return { message: `${quoted(text)} is not a date; ${example}` }
  const [, day = '', time = '00:00:00'] = match
  const date = new Date(`${day}T${time}Z`)
  // 30 February becomes a day of March.
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 19) === `${day}T${time}`
  if (!isReal) return { message: `${quoted(text)} is no day of the calendar; ${example}` }
  if (date.getUTCFullYear() < 1970) return { message: `${quoted(text)} is before 1970; check the year` }
  return { value: date }
}

/** Cut to what fits a line; what neither a terminal nor a database takes stands as U+FFFD. */
function quoted(text: string): string {
  const cut = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return `"${cut.toWellFormed().replace(/\p{Cc}/gu, '\uFFFD')}"`
}
