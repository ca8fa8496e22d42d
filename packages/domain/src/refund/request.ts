import { accept, type Decision, refuse } from '../command/decision.ts'
import type { Currency } from '../money/currency.ts'
import { type Money, money } from '../money/money.ts'
import { sumOf } from '../money/sum.ts'
import { type OrderStatus } from '../order/lifecycle.ts'
import { type LineInProgress, refundable } from '../order/line.ts'
import { type ReturnTerms, unitsAmount } from '../order/line-effect.ts'
import { smallestStep } from '../payment/provider-currency.ts'
import type { RefundBearer, RequestRefund, RequestRefundRefusal } from './refund.ts'

/** A line as people call it, and how far it has come. */
export type RefundableLine = LineInProgress & { title: string }

/** As much of a line as the rules of asking look at. */
export type LineToRefund = Pick<
  RefundableLine,
  'lineId' | 'title' | 'quantity' | 'captured' | 'returned' | 'returnedUnits' | 'disputed'
>

export type RefundableOrder = {
  status: OrderStatus
  currency: Currency
  /** False where an import brought no commission and tax: what the seller gives back cannot be computed. */
  hasSnapshot?: boolean
}

export type RefundClaim = Pick<RequestRefund, 'lines'>

/**
 * Whether these lines may be asked for, and what of each would go back. A request promises nothing: others that wait
 * for a decision do not count, and the approval looks again.
 */
export function requestRefund<Line extends LineToRefund>(
  order: RefundableOrder,
  lines: readonly Line[],
  asked: RefundClaim,
): Decision<{ amount: Money; parts: { line: Line; amount: number }[] }, RequestRefundRefusal> {
  if (order.hasSnapshot === false) return refuse({ code: 'refund.no_snapshot' })
  if (order.status === 'on_hold') return refuse({ code: 'refund.order_on_hold' })
  if (lines.every((line) => line.captured === 0)) return refuse({ code: 'refund.nothing_captured' })

  const parts: { line: Line; amount: number }[] = []
  for (const { orderLineId, amount, quantity } of asked.lines) {
    const line = lines.find(({ lineId }) => lineId === orderLineId)
    if (line === undefined) return refuse({ code: 'refund.line_not_in_order', orderLineId })
    const { title } = line
    const left = refundable(line)
    if (amount > left) {
      return refuse({ code: 'refund.over_refundable', orderLineId, title, refundable: money(left, order.currency) })
    }
    const units = line.quantity - line.returnedUnits
    if (quantity !== null && quantity > units) {
      return refuse({ code: 'refund.over_quantity', orderLineId, title, left: units })
    }
    parts.push({ line, amount })
  }
  const total = sumOf(parts, (part) => part.amount)
  const step = smallestStep(order.currency)
  if (total % step !== 0) return refuse({ code: 'refund.between_steps', step: money(step, order.currency) })
  return accept({ amount: money(total, order.currency), parts })
}

/** What is proposed for so many pieces: their part of the price, as far as it is left; without a number, all that is left. */
export function proposedAmount(
  line: { payable: number; quantity: number; refundable: number },
  pieces: number | undefined,
): number {
  const isPart = pieces !== undefined && Number.isSafeInteger(pieces) && pieces > 0 && pieces < line.quantity
  return isPart ? Math.min(line.refundable, unitsAmount(line, 0, pieces)) : line.refundable
}

/** Who bears a refund and what becomes of the commission, as the rules of the lines take it. */
export function returnTermsOf(refund: {
  bearer: RefundBearer
  sellerSharePpm: number
  commissionPolicy: 'return' | 'keep'
}): ReturnTerms {
  const { bearer, sellerSharePpm, commissionPolicy } = refund
  return { bearer: bearer === 'shared' ? { sellerSharePpm } : bearer, commission: commissionPolicy }
}
