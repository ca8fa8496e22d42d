import { expect, test } from 'vitest'
import { importDifference } from './difference.ts'
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
  return importDifference({ currency: 'EUR', placedAt, lines }, { purchase: importedPurchase(now), currency })
}

const second = { ...row, line: 3, itemId: '2', productId: 'lamp' }

test('a purchase whose rows stand in another order is the same', () => {
  expect(difference([row, second], [second, row])).toBeUndefined()
})

test.each<[string, ImportRow[], string]>([
  [
    'goods moved to another seller',
    [{ ...row, sellerId: 'anna' }, second],
    'the seller of item 1 was otto and is anna',
  ],
  ['other goods', [{ ...row, productId: 'chair' }, second], 'the product of item 1 was desk and is chair'],
  ['another price', [{ ...row, price: 5891 }, second], 'the amount of item 1 was 58.90 EUR and is 58.91 EUR'],
  ['no freight', [{ ...row, freight: 0 }, second], 'the freight of item 1 is missing'],
  ['an item less', [row], 'item 2 is missing'],
  ['an item more', [row, second, { ...row, itemId: '3' }], 'item 3 was not there'],
  [
    'another day',
    [{ ...row, shippingLimit: new Date('2024-03-07T16:45:00Z') }, second],
    'its first shipping limit was 2024-03-08 16:45:00 and is 2024-03-07 16:45:00',
  ],
])('with %s it is another', (_, now, words) => {
  expect(difference([row, second], now)).toBe(words)
})

test('in another currency it is another', () => {
  expect(difference([row], [row], 'BRL')).toBe('the currency was EUR and is BRL')
})
