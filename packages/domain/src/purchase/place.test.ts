import { expect, test } from 'vitest'
import { commissionRule } from '../../test/marketplace.ts'
import { accepted } from '../command/decision.ts'
import { priceBasket } from './basket.ts'
import type { Offer } from './counter.ts'
import { placementOf } from './place.ts'

const terms = { salesMode: 'agent', taxInclusive: true, commissionBase: 'net', commissionTaxPpm: 190_000 } as const
const placedAt = new Date('2026-11-20T12:00:00Z')
const payBy = new Date('2026-11-20T13:00:00Z')

const offer = (id: string, seller: string, unitPrice: number): Offer => ({
  id,
  productId: `product-${id}`,
  sku: id.toUpperCase(),
  title: `Title of ${id}`,
  unitPrice,
  currency: 'EUR',
  taxRatePpm: 190_000,
  taxCategory: 'standard',
  status: 'live',
  seller: { id: seller, name: `Seller ${seller}`, status: 'active' },
  available: 100,
})

function placed() {
  const offers = [offer('soap', 'hahn', 2380), offer('paper', 'blom', 1190)]
  const basket = [
    { offerId: 'soap', quantity: 1 },
    { offerId: 'paper', quantity: 2 },
  ]
  const priced = accepted(priceBasket(basket, { offers, rules: [commissionRule(125_000)], terms, now: placedAt }))
  let made = 0
  const newId = () => `id-${++made}`
  return placementOf(priced, { number: 'NW-1', buyer: { name: 'Blumenhaus' }, terms, placedAt, payBy, newId })
}

test('a purchase that is placed comes to what its orders come to, and nothing of it is paid', () => {
  const { purchase, orders, payment } = placed()
  expect(purchase).toMatchObject({ number: 'NW-1', currency: 'EUR', items: 4760, shipping: 0, total: 4760 })
  expect(purchase).toMatchObject({ paymentStatus: 'unpaid', fulfilmentStatus: 'placed', returnStatus: 'none' })
  expect(orders.map(({ status, paymentStatus, payable }) => [status, paymentStatus, payable])).toEqual([
    ['placed', 'unpaid', 2380],
    ['placed', 'unpaid', 2380],
  ])
  expect(payment).toMatchObject({ status: 'created', amount: { amount: 4760, currency: 'EUR' } })
})

test('each seller gets an order under a number of its own, with three days to ship', () => {
  const { orders } = placed()
  expect(orders.map(({ number, position, sellerId }) => [number, position, sellerId])).toEqual([
    ['NW-1-A', 0, 'hahn'],
    ['NW-1-B', 1, 'blom'],
  ])
  expect(orders.map((order) => order.shipBy.toISOString())).toEqual(Array(2).fill('2026-11-23T12:00:00.000Z'))
})

test('the pieces of every line are promised to its order', () => {
  const { orders, lines, held } = placed()
  expect(lines.map((line) => line.orderId)).toEqual(orders.map((order) => order.id))
  expect(held).toEqual([
    { offerId: 'soap', orderId: orders[0]?.id, orderLineId: lines[0]?.id, quantity: 1 },
    { offerId: 'paper', orderId: orders[1]?.id, orderLineId: lines[1]?.id, quantity: 2 },
  ])
})

test('nothing that comes into being shares an id', () => {
  const { purchase, payment, orders, lines } = placed()
  const ids = [purchase.id, payment.id, ...orders.map(({ id }) => id), ...lines.map(({ id }) => id)]
  expect(new Set(ids).size).toBe(6)
})

test('auditor and world are told who bought for how much, and what each seller is to get paid for', () => {
  const { change, orders } = placed()
  expect(change.changes).toEqual([
    { field: 'buyer', before: null, after: 'Blumenhaus' },
    { field: 'total', before: null, after: '47.60 EUR' },
    { field: 'orders', before: null, after: 2 },
  ])
  expect(change.data.orders).toEqual([
    { id: orders[0]?.id, sellerId: 'hahn', payable: 2380 },
    { id: orders[1]?.id, sellerId: 'blom', payable: 2380 },
  ])
})
