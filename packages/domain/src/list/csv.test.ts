import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { PurchaseSummary } from '../purchase/purchase.ts'
import { csvColumnsOf, csvLine } from './csv.ts'

describe('a line', () => {
  test('quotes what would end a cell or the line', () => {
    expect(csvLine(['plain', 'a,b', 'say "hi"', 'two\nlines', ''])).toBe('plain,"a,b","say ""hi""","two\nlines",\r\n')
  })

  test('makes a text of what a spreadsheet would run, and leaves numbers alone', () => {
    expect(csvLine(['=HYPERLINK("x")', '+49 40', '-1+1', '@sum', '\tx', '-12.00', '+5', '-'])).toBe(
      `"'=HYPERLINK(""x"")",'+49 40,'-1+1,'@sum,'\tx,-12.00,+5,'-\r\n`,
    )
  })

  test('never begins a cell with what is run, and reads back as what was written', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('=1', '-x', '@a', '\r', '"', ',', '\n').chain((a) => fc.string().map((b) => a + b)),
    )
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (cells) => {
        const read = cellsOf(csvLine(cells))
        expect(read.map((each, index) => (each === `'${cells[index]}` ? cells[index] : each))).toEqual(cells)
        for (const each of read) expect(each).not.toMatch(/^([=@\t\r]|[+-](?!\d+(\.\d+)?$))/)
      }),
    )
  })
})

/** As RFC 4180 says a line is read. */
function cellsOf(line: string): string[] {
  const cells = [...`,${line.slice(0, -2)}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)]
  return cells.map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain)
}

test('a row has a column for each of its fields, money as a decimal beside its currency', () => {
  const columns = csvColumnsOf(PurchaseSummary)
  const row = {
    id: 'p1',
    number: 'NW-1',
    placedAt: new Date('2026-11-20T08:00:00Z'),
    buyer: { id: 'b1', name: 'Hafen' },
    sellers: [
      { id: 's1', name: 'Blom' },
      { id: 's2', name: 'Hahn' },
    ],
    paymentStatus: 'paid',
    fulfilmentStatus: 'placed',
    returnStatus: 'none',
    shipBy: null,
    total: { amount: -123_456, currency: 'EUR' },
  }
  expect(Object.fromEntries(columns.map(({ name, textOf }) => [name, textOf(row)]))).toEqual({
    id: 'p1',
    number: 'NW-1',
    placedAt: '2026-11-20T08:00:00.000Z',
    'buyer.id': 'b1',
    'buyer.name': 'Hafen',
    sellers: 'Blom; Hahn',
    paymentStatus: 'paid',
    fulfilmentStatus: 'placed',
    returnStatus: 'none',
    shipBy: '',
    total: '-1234.56',
    'total.currency': 'EUR',
  })
})

test('what is not there is an empty cell, and a list of things without names is JSON', () => {
  const columns = csvColumnsOf(
    z.object({ owner: z.object({ name: z.string() }).nullable(), changes: z.array(z.object({ field: z.string() })) }),
  )
  expect(columns.map(({ textOf }) => textOf({ owner: null, changes: [{ field: 'status' }] }))).toEqual([
    '',
    '[{"field":"status"}]',
  ])
})
