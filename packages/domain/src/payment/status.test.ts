import { describe, expect, test } from 'vitest'
import type { PaymentStatus } from '../purchase/purchase.ts'
import { capturable, type OrderMoney, paid, paymentStatus } from './status.ts'

function orderMoney(overrides: Partial<OrderMoney>): OrderMoney {
  return {
    livePayable: 1000,
    hasLiveLines: true,
    authorized: true,
    captured: 0,
    refundedSettled: 0,
    disputeLost: 0,
    captureReversed: 0,
    ...overrides,
  }
}

describe('the payment status of an order', () => {
  const cases: [title: string, money: Partial<OrderMoney>, status: PaymentStatus][] = [
    ['is unpaid before authorization', { authorized: false }, 'unpaid'],
    ['is authorized before the first capture', {}, 'authorized'],
    ['is partially paid while something is left to capture', { captured: 999 }, 'partially_paid'],
    ['is paid when the live lines are captured', { captured: 1000 }, 'paid'],
    ['is paid when the rest was canceled', { captured: 600, livePayable: 600 }, 'paid'],
    ['is paid at once when the buyer pays nothing', { livePayable: 0, authorized: false }, 'paid'],
    ['stays unpaid when all of it was canceled', { livePayable: 0, hasLiveLines: false, authorized: false }, 'unpaid'],
    ['is partially refunded from the first cent', { captured: 1000, refundedSettled: 1 }, 'partially_refunded'],
    ['is partially refunded also when partially paid', { captured: 500, refundedSettled: 1 }, 'partially_refunded'],
    ['is refunded when all captured money went back', { captured: 500, refundedSettled: 500 }, 'refunded'],
    [
      'is refunded when refund and dispute share it',
      { captured: 500, refundedSettled: 200, disputeLost: 300 },
      'refunded',
    ],
    ['is charged back when the dispute took all', { captured: 500, disputeLost: 500 }, 'charged_back'],
    ['is returned when the bank took all back', { captured: 500, captureReversed: 500 }, 'payment_returned'],
  ]
  test.each(cases)('%s', (_title, money, status) => {
    expect(paymentStatus(orderMoney(money))).toBe(status)
  })
})

test('what is paid is what was captured less everything that went back', () => {
  expect(paid({ captured: 1000, refundedSettled: 100, disputeLost: 200, captureReversed: 300 })).toBe(400)
})

describe('what can still be captured', () => {
  const payment = {
    authorized: 11503,
    captured: 0,
    capturePending: 0,
    voided: 0,
    expired: false,
    liveLines: [{ payable: 6148, captured: 0, capturePending: 0 }],
  }

  test('falls with a canceled order although the authorization stands', () => {
    expect(capturable(payment)).toBe(6148)
  })

  test('is never more than what is left of the authorization', () => {
    expect(capturable({ ...payment, authorized: 6000, capturePending: 500, voided: 300 })).toBe(5200)
  })

  test('counts a capture under way as taken', () => {
    expect(capturable({ ...payment, liveLines: [{ payable: 6148, captured: 1000, capturePending: 148 }] })).toBe(5000)
  })

  test('is nothing once the authorization expired', () => {
    expect(capturable({ ...payment, expired: true })).toBe(0)
  })
})
