import { expect, test } from 'vitest'
import { importedPurchase } from './purchase.ts'
import type { ImportRow } from './row.ts'

const row = (itemId: string, overrides: Partial<ImportRow> = {}): ImportRow => ({
  line: 2,
  orderId: 'A-1',
  itemId,
  productId: `P-${itemId}`,
  sellerId: 'S-1',
  shippingLimit: new Date('2017-09-19T09:45:35Z'),
  price: 1000,
  freight: 200,
  ...overrides,
})

test('rows of one order become one purchase with an order for each seller, in the order they appear', () => {
  const purchase = importedPurchase([
    row('1', { sellerId: 'S-2', shippingLimit: new Date('2017-09-20T00:00:00Z') }),
    row('2', { line: 3 }),
    row('3', { line: 4, sellerId: 'S-2', price: 1, freight: 0, shippingLimit: new Date('2017-09-21T00:00:00Z') }),
  ])
  expect(purchase).toMatchObject({
    externalId: 'A-1',
    line: 2,
    placedAt: new Date('2017-09-19T09:45:35Z'),
    items: 2001,
    freight: 400,
    lineCount: 5,
  })
  expect(purchase.orders.map(({ lines, ...order }) => ({ ...order, lines: lines.length }))).toEqual([
    { sellerId: 'S-2', placedAt: new Date('2017-09-20T00:00:00Z'), items: 1001, freight: 200, lines: 3 },
    { sellerId: 'S-1', placedAt: new Date('2017-09-19T09:45:35Z'), items: 1000, freight: 200, lines: 2 },
  ])
})

test('each item is followed by its own shipping, which is left out where there is none', () => {
  const [order] = importedPurchase([row('1'), row('2', { freight: 0 })]).orders
  expect(order?.lines).toEqual([
    { kind: 'item', itemId: '1', productId: 'P-1', amount: 1000 },
    { kind: 'shipping', itemId: '1', productId: 'P-1', amount: 200 },
    { kind: 'item', itemId: '2', productId: 'P-2', amount: 1000 },
  ])
})
