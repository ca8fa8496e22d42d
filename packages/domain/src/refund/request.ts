import { accept, type Decision, refuse } from '../command/decision.ts'
import type { Currency } from '../money/currency.ts'
import { type Money, money } from '../money/money.ts'
import { sumOf } from '../money/sum.ts'
import { type OrderStatus } from '../order/lifecycle.ts'
import { refundable } from '../order/line.ts'
import type { ReturnTerms } from '../order/line-effect.ts'
import { smallestStep } from '../payment/provider-currency.ts'
import type { RefundBearer, RequestRefundRefusal } from './refund.ts'
import { type LineOfUnits, proposedAmount, unitsLeft, unitsPrice } from './units.ts'

/** As much of a line as the rules of asking look at; `position` is its place in the order. */
export type LineToRefund = LineOfUnits & { lineId: string; title: string; position: number }

export type RefundableOrder = {
  status: OrderStatus
  currency: Currency
  /** False where an import brought no commission and tax: what the seller gives back cannot be computed. */
  hasSnapshot?: boolean
}

/**
 * A line as it is asked for: units, an amount, or both. `unitsAmount` is what the units cost when they were asked for, where
 * that was before.
 */
export type LineAsked = {
  orderLineId: string
  amount: number | null
  quantity: number | null
  unitsAmount?: number | null
}
export type RefundClaim = { lines: readonly LineAsked[] }

/** What goes back of one line. `units` count only on a line the buyer pays nothing for. */
export type RefundPart<Line> = {
  line: Line
  amount: number
  units: number
  quantity: number | null
  unitsAmount: number | null
}

/**
 * Whether these lines may be asked for, and what of each would go back, in the order of the order. A request promises
 * nothing: others that wait for a decision do not count, and the approval looks again.
 */
export function requestRefund<Line extends LineToRefund>(
  order: RefundableOrder,
  lines: readonly Line[],
  asked: RefundClaim,
): Decision<{ amount: Money; parts: RefundPart<Line>[] }, RequestRefundRefusal> {
  if (order.hasSnapshot === false) return refuse({ code: 'refund.no_snapshot' })
  if (order.status === 'on_hold') return refuse({ code: 'refund.order_on_hold' })
  if (lines.every((line) => line.captured === 0 && line.freeCaptured === 0)) {
    return refuse({ code: 'refund.nothing_captured' })
  }
  const ours = new Set(lines.map(({ lineId }) => lineId))
  const [foreign] = asked.lines
    .map(({ orderLineId }) => orderLineId)
    .filter((lineId) => !ours.has(lineId))
    .sort()
  if (foreign !== undefined) return refuse({ code: 'refund.line_not_in_order', orderLineId: foreign })

  const parts: RefundPart<Line>[] = []
  for (const line of lines.toSorted((a, b) => a.position - b.position)) {
    const [own, again] = asked.lines.filter(({ orderLineId }) => orderLineId === line.lineId)
    if (again !== undefined) return refuse({ code: 'refund.line_twice', orderLineId: line.lineId, title: line.title })
    if (own === undefined) continue
    const part = partOf(line, own, order.currency)
    if (!part.ok) return part
    parts.push(part.value)
  }
  const total = sumOf(parts, (part) => part.amount)
  const step = smallestStep(order.currency)
  if (total % step !== 0) return refuse({ code: 'refund.between_steps', step: money(step, order.currency) })
  return accept({ amount: money(total, order.currency), parts })
}

/** Units cost what the rule says: less can be paid back for them, and never more. */
function partOf<Line extends LineToRefund>(
  line: Line,
  { amount: wanted, quantity, unitsAmount: agreed = null }: LineAsked,
  currency: Currency,
): Decision<RefundPart<Line>, RequestRefundRefusal> {
  const { lineId: orderLineId, title } = line
  const amount = wanted ?? proposedAmount(line, quantity)
  const left = refundable(line)
  if (amount > left) {
    return refuse({ code: 'refund.over_refundable', orderLineId, title, refundable: money(left, currency) })
  }
  if (quantity === null) return accept({ line, amount, units: 0, quantity, unitsAmount: null })

  const units = unitsLeft(line)
  if (quantity > units) return refuse({ code: 'refund.over_quantity', orderLineId, title, left: units })
  const price = unitsPrice(line, quantity)
  const about = { orderLineId, title, quantity, price: money(price, currency) }
  // With the last units the line has to come to its whole price; a cent before that, those after make up for.
  if (agreed !== null && agreed !== price && quantity === units) return refuse({ code: 'refund.repriced', ...about })
  if (agreed === null && amount > price) return refuse({ code: 'refund.over_price', ...about })
  const free = line.payable === 0 ? quantity : 0
  return accept({ line, amount, units: free, quantity, unitsAmount: agreed ?? price })
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
