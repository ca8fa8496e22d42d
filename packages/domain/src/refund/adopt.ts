import { allocate } from '../money/allocate.ts'
import { sumOf } from '../money/sum.ts'
import { type LineInProgress, refundable } from '../order/line.ts'

type Paid = { captured: number; refunded: number; refundPending: number }

export type AdoptedRefund<Line> = {
  /** What goes back on which order, each order its part. */
  parts: { orderId: string; lines: { line: Line; amount: number }[] }[]
  /** What no order has left to give back: in suspense until a person explains it. */
  unexplained: number
}

/** How a refund that somebody made at the provider falls on the orders: a fact is not refused, whatever it comes to. */
export function adoptRefund<Line extends LineInProgress & { orderId: string }>(
  amount: number,
  payment: Paid,
  lines: readonly Line[],
): AdoptedRefund<Line> {
  const owed = lines.map((line) => refundable(line))
  const left = payment.captured - payment.refunded - payment.refundPending
  const explained = Math.min(
    amount,
    left,
    sumOf(owed, (each) => each),
  )
  const amounts = explained > 0 ? allocate(explained, owed) : []
  const moved = lines
    .map((line, position) => ({ line, amount: amounts[position] ?? 0 }))
    .filter((part) => part.amount > 0)
  const parts = [...Map.groupBy(moved, ({ line }) => line.orderId)].map(([orderId, own]) => ({ orderId, lines: own }))
  return { parts, unexplained: amount - explained }
}
