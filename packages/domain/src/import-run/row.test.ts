import { describe, expect, test } from 'vitest'
import { accepted } from '../command/decision.ts'
import { importColumns, importLayout, parseImportRow } from './row.ts'

const layout = accepted(importLayout(importColumns))
const good = ['A-1', '1', 'P-1', 'S-1', '2017-09-19 09:45:35', '58.90', '13.29']

function withCell(column: (typeof importColumns)[number], text: string): string[] {
  return good.map((cell, position) => (importColumns[position] === column ? text : cell))
}

function problemsOf(cells: string[], currency = 'BRL') {
  const read = parseImportRow(cells, { line: 7, layout, currency, decimal: '.' })
  return read.ok ? [] : read.problems.map(({ field, message }) => `${field} ${message}`)
}

describe('the header of a file', () => {
  test('is understood in any order, with a byte order mark, capitals and columns of no interest', () => {
    const header = ['\uFEFFPrice', ' order_id', 'ORDER_ITEM_ID', 'note', ...importColumns.slice(2, 5), 'freight_value']
    const read = accepted(importLayout(header))
    expect(read.ignored).toEqual(['note'])
    const row = parseImportRow(['58.90', 'A-1', '1', 'a note', 'P-1', 'S-1', '2017-09-19', '13.29'], {
      line: 2,
      layout: read,
      currency: 'BRL',
      decimal: '.',
    })
    expect(row).toMatchObject({ ok: true, row: { orderId: 'A-1', price: 5890, freight: 1329 } })
  })

  test('is refused with the names of the columns it lacks and of those it has', () => {
    expect(importLayout(['order_id', 'amount', 'seller_id', 'product_id', 'freight_value', 'order_item_id'])).toEqual({
      ok: false,
      refusal: {
        code: 'import.columns_missing',
        missing: ['shipping_limit_date', 'price'],
        found: ['order_id', 'amount', 'seller_id', 'product_id', 'freight_value', 'order_item_id'],
      },
    })
  })

  test('is refused when a column stands in it twice', () => {
    expect(importLayout([...importColumns, 'price'])).toEqual({
      ok: false,
      refusal: { code: 'import.column_twice', column: 'price' },
    })
  })
})

describe('a line', () => {
  test('is one item with its price and freight in minor units', () => {
    expect(parseImportRow(good, { line: 7, layout, currency: 'BRL', decimal: '.' })).toEqual({
      ok: true,
      row: {
        line: 7,
        orderId: 'A-1',
        itemId: '1',
        productId: 'P-1',
        sellerId: 'S-1',
        shippingLimit: new Date('2017-09-19T09:45:35Z'),
        price: 5890,
        freight: 1329,
      },
    })
  })

  test.each([
    ['-1.00', '"-1.00" is negative; an amount of 0 or more belongs here'],
    ['12,50', '"12,50" is not an amount; write it with a point and without grouping, such as 12.50'],
    ['1,234.00', '"1,234.00" is not an amount; write it with a point and without grouping, such as 12.50'],
    ['NaN', '"NaN" is not an amount; write it with a point and without grouping, such as 12.50'],
    ['1e3', '"1e3" is not an amount; write it with a point and without grouping, such as 12.50'],
    ['12.345', '"12.345" has more digits than BRL has (2); write it such as 12.50'],
    ['99999999999999.00', '"99999999999999.00" is too large; check the decimal point'],
    ['', 'is empty; write an amount such as 12.50'],
  ])('with a price of %o is told how to mend it', (price, message) => {
    expect(problemsOf(withCell('price', price))).toEqual([`price ${message}`])
    expect(problemsOf(withCell('freight_value', price))).toEqual([`freight_value ${message}`])
  })

  test('may cost nothing and be sent for nothing', () => {
    expect(problemsOf(withCell('price', '0'))).toEqual([])
    expect(problemsOf(withCell('freight_value', '0.00'))).toEqual([])
  })

  test('has as many digits as the currency', () => {
    expect(problemsOf(withCell('price', '58.90'), 'JPY')).toContain(
      'price "58.90" has more digits than JPY has (0); write it such as 1250',
    )
    expect(problemsOf(withCell('price', '1.234'), 'KWD')).toEqual([])
  })

  test.each([
    ['2017-02-30', '"2017-02-30" is no day of the calendar; write it such as 2017-09-19 09:45:35'],
    ['2017-09-19 25:00:00', '"2017-09-19 25:00:00" is no day of the calendar; write it such as 2017-09-19 09:45:35'],
    ['19.09.2017', '"19.09.2017" is not a date; write it such as 2017-09-19 09:45:35'],
    ['', 'is empty; write it such as 2017-09-19 09:45:35'],
  ])('with a date of %o is told how to mend it', (date, message) => {
    expect(problemsOf(withCell('shipping_limit_date', date))).toEqual([`shipping_limit_date ${message}`])
  })

  test('tells all that is wrong with it at once, and the order it belongs to', () => {
    const cells = ['A-1', '', 'P-1', 'S\u0000', '2017-09-19', 'free', '1.00']
    const read = parseImportRow(cells, { line: 7, layout, currency: 'BRL', decimal: '.' })
    expect(read).toMatchObject({
      ok: false,
      orderId: 'A-1',
      problems: [{ field: 'order_item_id' }, { field: 'seller_id' }, { field: 'price' }],
    })
  })

  test('without an order id belongs to no order', () => {
    const read = parseImportRow(withCell('order_id', ' '), { line: 7, layout, currency: 'BRL', decimal: '.' })
    expect(read).toMatchObject({ ok: false, orderId: undefined, problems: [{ purchaseExternalId: null }] })
  })

  test('is about the ids it names however their letters are composed, without the blanks around them', () => {
    const read = parseImportRow(withCell('product_id', '\u00A0Cafe\u0301 7\u3000'), {
      line: 7,
      layout,
      currency: 'BRL',
      decimal: '.',
    })
    expect(read).toMatchObject({ ok: true, row: { productId: 'Café 7' } })
  })

  test('with an id that holds what nobody sees is told what it is and where', () => {
    expect(problemsOf(withCell('seller_id', 'S\u00AD-1'))).toEqual([
      'seller_id holds a soft hyphen (U+00AD) at character 2; remove it',
    ])
  })

  test('in another encoding than UTF-8 is refused', () => {
    expect(problemsOf(withCell('product_id', 'Caf\uFFFD'))).toEqual([
      'product_id holds bytes that are not UTF-8; save the file as UTF-8',
    ])
  })
})
