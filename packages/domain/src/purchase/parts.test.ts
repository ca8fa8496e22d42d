import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fulfilmentStatusOf } from '../order/fulfilment.ts'
import { OrderStatus } from '../order/lifecycle.ts'
import { PaymentState } from '../payment/lifecycle.ts'
import { type Part, statusesOfParts } from './parts.ts'
import { PaymentStatus, ReturnStatus } from './purchase.ts'
import { paymentStatusOf } from './status.ts'

const part = (paymentStatus: PaymentStatus, status: OrderStatus = 'placed', payable = 1000): Part => ({
  status,
  paymentStatus,
  returnStatus: 'none',
  payable,
})
const payment = (...parts: Part[]) => statusesOfParts(parts).paymentStatus

test('of one part a purchase is what the part is', () => {
  const parts = fc.record<Part>({
    status: fc.constantFrom(...OrderStatus.options),
    paymentStatus: fc.constantFrom(...PaymentStatus.options),
    returnStatus: fc.constantFrom(...ReturnStatus.options),
    payable: fc.nat(),
  })
  fc.assert(
    fc.property(parts, (only) => {
      const { paymentStatus, fulfilmentStatus, returnStatus } = statusesOfParts([only])
      expect([paymentStatus, fulfilmentStatus]).toEqual([only.paymentStatus, only.status])
      expect(returnStatus).toBe(only.status === 'canceled' ? 'none' : only.returnStatus)
    }),
  )
})

test('of several parts it is paid and sent as far as all of them together', () => {
  expect(payment(part('paid'), part('authorized'))).toBe('partially_paid')
  expect(payment(part('paid'), part('refunded'))).toBe('partially_refunded')
  expect(payment(part('unpaid'), part('refunded'))).toBe('refunded')
  expect(payment(part('charged_back'), part('refunded'))).toBe('refunded')
  expect(payment(part('charged_back'), part('unpaid'))).toBe('charged_back')
  expect(payment(part('paid'), part('authorized', 'canceled'))).toBe('paid')
  expect(payment(part('authorized'), part('paid', 'placed', 0))).toBe('authorized')
  expect(statusesOfParts([part('paid', 'shipped'), part('paid', 'accepted')]).fulfilmentStatus).toBe(
    'partially_shipped',
  )
})

/** Orders as a payment leaves them: a canceled one was never paid, and what went back had been taken. */
const orders = fc.array(
  fc
    .record({
      status: fc.constantFrom(...OrderStatus.options),
      payable: fc.integer({ min: 0, max: 3 }),
      captured: fc.nat({ max: 3 }),
      refunded: fc.nat({ max: 3 }),
      chargedBack: fc.nat({ max: 3 }),
    })
    .map(({ status, payable, ...asked }) => {
      const captured = status === 'canceled' ? 0 : Math.min(asked.captured, payable)
      const refunded = Math.min(asked.refunded, captured)
      return { status, payable, captured, refunded, chargedBack: Math.min(asked.chargedBack, captured - refunded) }
    }),
  { minLength: 1, maxLength: 3 },
)

test('of all its parts it is what the whole is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PaymentState.options), orders, (state, all) => {
      const parts = all.map((order) => ({
        ...order,
        paymentStatus: paymentStatusOf(state, [order]),
        returnStatus: 'none' as const,
      }))
      expect(statusesOfParts(parts)).toMatchObject({
        paymentStatus: paymentStatusOf(state, all),
        fulfilmentStatus: fulfilmentStatusOf(all),
      })
    }),
    { numRuns: 5000 },
  )
})
