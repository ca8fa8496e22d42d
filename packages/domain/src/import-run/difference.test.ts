import { expect, test } from 'vitest'
import { differencesWords, importDifferences } from './difference.ts'
import { importedPurchase } from './purchase.ts'
import type { ImportRow } from './row.ts'

const row: ImportRow = {
  line: 2,
  orderId: 'A1',
  itemId: '1',
  productId: 'desk',
  sellerId: 'otto',
  shippingLimit: new Date('2024-03-08T16:45:00Z'),
  price: 5890,
  freight: 1329,
}

function difference(before: ImportRow[], now: ImportRow[], currency = 'EUR') {
  const { orders, placedAt } = importedPurchase(before)
  const lines = orders.flatMap(({ sellerId, lines }) => lines.map((line) => ({ ...line, sellerId })))
  const days = new Map(orders.map((order) => [order.sellerId, order.placedAt]))
  const there = { currency: 'EUR', placedAt, days, lines }
  return differencesWords(importDifferences(there, { purchase: importedPurchase(now), currency }))
}

const second = { ...row, line: 3, itemId: '2', productId: 'lamp' }

test('a purchase whose rows stand in another order is the same', () => {
  expect(difference([row, second], [second, row])).toBe('')
})

test.each<[string, ImportRow[], string]>([
  [
    'goods moved to another seller',
    [{ ...row, sellerId: 'anna' }, second],
    'the seller of item 1 was otto and is anna; the seller of the freight of item 1 was otto and is anna',
  ],
  [
    'other goods',
    [{ ...row, productId: 'chair' }, second],
    'the product of item 1 was desk and is chair; the product of the freight of item 1 was desk and is chair',
  ],
  ['another price', [{ ...row, price: 5891 }, second], 'the amount of item 1 was 58.90 EUR and is 58.91 EUR'],
  ['no freight', [{ ...row, freight: 0 }, second], 'the freight of item 1 is missing'],
  ['an item less', [row], 'item 2 is missing; the freight of item 2 is missing'],
  ['an item more', [row, second, { ...row, itemId: '3' }], 'item 3 was not there; the freight of item 3 was not there'],
  [
    'another day',
    [{ ...row, shippingLimit: new Date('2024-03-07T16:45:00Z') }, second],
    'its first shipping limit was 2024-03-08 16:45:00 and is 2024-03-07 16:45:00; ' +
      'the first shipping limit of seller otto was 2024-03-08 16:45:00 and is 2024-03-07 16:45:00',
  ],
  [
    'more than one thing changed, all are told',
    [{ ...row, productId: 'chair', sellerId: 'anna' }],
    'the seller of item 1 was otto and is anna; the product of item 1 was desk and is chair; ' +
      'the seller of the freight of item 1 was otto and is anna; ' +
      'the product of the freight of item 1 was desk and is chair; item 2 is missing; the freight of item 2 is missing',
  ],
])('with %s it is another', (_, now, words) => {
  expect(difference([row, second], now)).toBe(words)
})

test('another day of one seller alone is told, though the purchase begins on the same', () => {
  const other = { ...second, sellerId: 'anna', shippingLimit: new Date('2024-03-09T00:00:00Z') }
  const later = { ...other, shippingLimit: new Date('2024-03-10T00:00:00Z') }
  expect(difference([row, other], [row, later])).toBe(
    'the first shipping limit of seller anna was 2024-03-09 00:00:00 and is 2024-03-10 00:00:00',
  )
})

test('of very many differences the first ten are told and the others counted', () => {
  const rows = Array.from({ length: 12 }, (_, n) => ({ ...row, itemId: String(n), freight: 0 }))
  const cheaper = rows.map((each) => ({ ...each, price: 1 }))
  expect(difference(rows, cheaper)).toMatch(/item 9 was 58\.90 EUR and is 0\.01 EUR; and 2 more$/)
})

test('in another currency it is another', () => {
  expect(difference([row], [row], 'BRL')).toBe('the currency was EUR and is BRL')
})
