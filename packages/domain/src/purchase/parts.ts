import { fulfilmentStatusOf, returnStatusOf } from '../order/fulfilment.ts'
import type { OrderStatus } from '../order/lifecycle.ts'
import type { PaymentStatus, PurchaseSummary, ReturnStatus } from './purchase.ts'

/** A seller's part of a purchase, as far as its statuses go. */
export type Part = {
  status: OrderStatus
  paymentStatus: PaymentStatus
  returnStatus: ReturnStatus
  payable: number
}

/** Nothing was taken, or nobody knows whether it was. */
export const withoutMoney = ['unpaid', 'authorized', 'failed', 'unknown'] as const satisfies PaymentStatus[]
/** Something went back. */
export const givenBack = [
  'partially_refunded',
  'refunded',
  'charged_back',
  'payment_returned',
] as const satisfies PaymentStatus[]
/** Something was taken and is there. */
export const kept = ['paid', 'partially_paid', 'partially_refunded'] as const satisfies PaymentStatus[]

/**
 * What a purchase is to somebody who sees these parts of it and no others. The whole's own statuses would tell them what
 * became of the other sellers' goods and money. `partStatuses` of the database says the same in its own language.
 */
export function statusesOfParts(
  parts: readonly Part[],
): Pick<PurchaseSummary, 'paymentStatus' | 'fulfilmentStatus' | 'returnStatus'> {
  return {
    paymentStatus: paymentStatusOfParts(parts),
    fulfilmentStatus: fulfilmentStatusOf(parts),
    returnStatus: returnStatusOf(parts),
  }
}

function paymentStatusOfParts(parts: readonly Part[]): PaymentStatus {
  const counting = countingParts(parts).map(({ paymentStatus }) => paymentStatus)
  const has = (...statuses: readonly PaymentStatus[]) => counting.some((status) => statuses.includes(status))
  const [first] = counting
  if (first !== undefined && counting.every((status) => status === first)) return first
  if (has('unknown')) return 'unknown'
  if (has(...givenBack)) {
    if (has(...kept)) return 'partially_refunded'
    if (!has('refunded', 'payment_returned')) return 'charged_back'
    return has('refunded', 'charged_back') ? 'refunded' : 'payment_returned'
  }
  if (has('paid', 'partially_paid')) return 'partially_paid'
  if (has('authorized')) return 'authorized'
  return has('failed') ? 'failed' : 'unpaid'
}

/** A canceled part of which nothing was taken, and one that costs nothing, say nothing of the others' payment. */
function countingParts(parts: readonly Part[]): readonly Part[] {
  const isLive = ({ status }: Part) => status !== 'canceled'
  const hasMoney = ({ paymentStatus }: Part) => !withoutMoney.some((status) => status === paymentStatus)
  const bearing = parts.filter((part) => part.payable > 0 && (isLive(part) || hasMoney(part)))
  if (bearing.length > 0) return bearing
  const live = parts.filter(isLive)
  return live.length > 0 ? live : parts
}
