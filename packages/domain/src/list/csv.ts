import * as z from 'zod'
import { formatAmount } from '../money/format.ts'
import { Money } from '../money/money.ts'

/** One column of a table for spreadsheets. */
export type CsvColumn = { name: string; textOf: (row: unknown) => string }

/**
 * A column for each field of a row, as its schema has them: `buyer.name` for a field within a field, an amount of money as
 * a decimal beside its currency, a moment as ISO 8601, a list of named things as their names, any other list as JSON.
 */
export function csvColumnsOf(item: z.ZodType): CsvColumn[] {
  return columnsAt(item, [])
}

function columnsAt(schema: z.ZodType, path: readonly string[]): CsvColumn[] {
  const known = unwrapped(schema)
  const name = path.join('.')
  const at = (row: unknown) => path.reduce(fieldOf, row)
  if (known === Money) {
    return [
      { name, textOf: (row) => decimalOf(Money.safeParse(at(row)).data) },
      { name: `${name}.currency`, textOf: (row) => textOf(fieldOf(at(row), 'currency')) },
    ]
  }
  if (known instanceof z.ZodObject) {
    return Object.entries(known.shape).flatMap(([key, field]) => columnsAt(field as z.ZodType, [...path, key]))
  }
  return [{ name, textOf: (row) => textOf(at(row)) }]
}

function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return unwrapped(schema.unwrap() as z.ZodType)
  return schema
}

function fieldOf(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) {
    const names = value.map((each) => fieldOf(each, 'name'))
    return names.every((name) => typeof name === 'string') ? names.join('; ') : JSON.stringify(value)
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A number as every program reads it: no grouping, and the minus of a keyboard. */
function decimalOf(value: Money | undefined): string {
  return value === undefined ? '' : formatAmount(value).replaceAll(',', '').replace('\u2212', '-')
}

/** A line of RFC 4180, with its end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(harmless(cell))).join(',')}\r\n`
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** A spreadsheet takes a text that begins so for a formula and runs it: a buyer's name must not do that. */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell
}
