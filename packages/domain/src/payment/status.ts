import { sumOf } from '../money/sum.ts'
import type { PaymentStatus } from '../purchase/purchase.ts'

/** What has happened to the money of an order, in minor units. A bounced refund counts as not settled. */
export type OrderMoney = {
  /** Of the lines that are not canceled; `livePayable` of 0 with no live line is an order nobody will pay. */
  livePayable: number
  hasLiveLines: boolean
  authorized: boolean
  captured: number
  refundedSettled: number
  disputeLost: number
  captureReversed: number
}

/** What the operator still has of the buyer's money for this order. */
export function paid(
  order: Pick<OrderMoney, 'captured' | 'refundedSettled' | 'disputeLost' | 'captureReversed'>,
): number {
  return order.captured - givenBack(order)
}

export function paymentStatus(order: OrderMoney): PaymentStatus {
  const { captured } = order
  const back = givenBack(order)
  if (back > 0 && back >= captured) {
    if (order.captureReversed === captured) return 'payment_returned'
    return order.disputeLost === captured ? 'charged_back' : 'refunded'
  }
  if (back > 0) return 'partially_refunded'
  if (captured >= order.livePayable && (captured > 0 || order.hasLiveLines)) return 'paid'
  if (captured > 0) return 'partially_paid'
  return order.authorized ? 'authorized' : 'unpaid'
}

/** How much more of the payment may be captured: what is authorized and not spoken for, and what live lines still want. */
export function capturable(payment: {
  authorized: number
  captured: number
  capturePending: number
  voided: number
  expired: boolean
  liveLines: readonly { payable: number; captured: number; capturePending: number }[]
}): number {
  if (payment.expired) return 0
  const authorizedLeft = payment.authorized - payment.captured - payment.capturePending - payment.voided
  const wanted = sumOf(payment.liveLines, (line) => line.payable - line.captured - line.capturePending)
  return Math.min(authorizedLeft, wanted)
}

function givenBack(order: Pick<OrderMoney, 'refundedSettled' | 'disputeLost' | 'captureReversed'>): number {
  return order.refundedSettled + order.disputeLost + order.captureReversed
}
