import { expect, test } from 'vitest'
import { type OrderStatus } from '../order/lifecycle.ts'
import { type PaymentState } from '../payment/lifecycle.ts'
import { paymentStatusOf } from './status.ts'

const order = (captured: number, refunded = 0, status: OrderStatus = 'placed') => ({
  status,
  payable: 1000,
  captured,
  refunded,
})

test('a purchase is unpaid until its payment is authorized, and failed when that is declined', () => {
  const status = (payment: PaymentState) => paymentStatusOf(payment, [order(0), order(0)])
  expect(status('created')).toBe('unpaid')
  expect(status('authorizing')).toBe('unpaid')
  expect(status('authorized')).toBe('authorized')
  expect(status('failed')).toBe('failed')
  expect(status('voided')).toBe('unpaid')
})

test('a payment nobody knows about shows before anything else', () => {
  expect(paymentStatusOf('unknown', [order(1000), order(0)])).toBe('unknown')
})

test('a purchase is paid when the orders that are not canceled are', () => {
  expect(paymentStatusOf('partially_captured', [order(1000), order(0)])).toBe('partially_paid')
  expect(paymentStatusOf('captured', [order(1000), order(0, 0, 'canceled')])).toBe('paid')
  expect(paymentStatusOf('failed', [order(0, 0, 'canceled')])).toBe('failed')
})

test('a purchase is refunded only when all that was taken went back', () => {
  expect(paymentStatusOf('captured', [order(1000, 1000), order(1000)])).toBe('partially_refunded')
  expect(paymentStatusOf('captured', [order(1000, 1000), order(1000, 1000)])).toBe('refunded')
})

test('a purchase of nothing is paid by its authorization', () => {
  const free = { status: 'placed', payable: 0, captured: 0, refunded: 0 } as const
  expect(paymentStatusOf('created', [free])).toBe('unpaid')
  expect(paymentStatusOf('authorized', [free])).toBe('paid')
})
