import { sumOf } from '../money/sum.ts'
import { type OrderStatus } from '../order/lifecycle.ts'
import { type PaymentState } from '../payment/lifecycle.ts'
import { paymentStatus } from '../payment/status.ts'
import type { PaymentStatus } from './purchase.ts'

/** What an order is to be paid and what happened to that money, in minor units. */
export type OrderMoneyFacts = {
  status: OrderStatus
  payable: number
  captured: number
  refunded: number
  chargedBack?: number
}

const authorizedStates: readonly PaymentState[] = ['authorized', 'capturing', 'captured', 'partially_captured']

/**
 * The payment status people see, of one order or of all orders of a purchase. That nobody knows shows before anything
 * else, and a payment that failed shows as long as it brought no money.
 */
export function paymentStatusOf(payment: PaymentState, orders: readonly OrderMoneyFacts[]): PaymentStatus {
  if (payment === 'unknown') return 'unknown'
  const live = orders.filter((order) => order.status !== 'canceled')
  const captured = sumOf(orders, (order) => order.captured)
  if (payment === 'failed' && captured === 0) return 'failed'
  return paymentStatus({
    livePayable: sumOf(live, (order) => order.payable),
    // An order of nothing is paid once its payment is authorized, not the moment it is placed.
    hasLiveLines: live.length > 0 && authorizedStates.includes(payment),
    authorized: authorizedStates.includes(payment),
    captured,
    refundedSettled: sumOf(orders, (order) => order.refunded),
    disputeLost: sumOf(orders, (order) => order.chargedBack ?? 0),
    captureReversed: 0,
  })
}
