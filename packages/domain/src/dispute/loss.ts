import type { EarningStatus } from '../earning/earning.ts'
import type { JournalEntry } from '../ledger/journal-entry.ts'
import { allocate } from '../money/allocate.ts'
import type { Currency } from '../money/currency.ts'
import { sumOf } from '../money/sum.ts'
import { type LineInProgress, refundable } from '../order/line.ts'
import { type ReturnEffect, returnLines } from '../order/line-effect.ts'
import { disputeLossEntry, disputeLostEntry } from './entry.ts'

type Part<Line> = { line: Line; amount: number }

/**
 * What a dispute holds back of which line, each with the line as it is then: what is disputed cannot be refunded beside,
 * or the buyer would get it twice. What is more than the lines have left waits in the dispute.
 */
export function holdDisputed<Line extends LineInProgress>(amount: number, lines: readonly Line[]): Part<Line>[] {
  const free = lines.map((line) => refundable(line))
  const held = Math.min(
    amount,
    sumOf(free, (each) => each),
  )
  if (held === 0) return []
  const amounts = allocate(held, free)
  return lines
    .map((line, position) => ({ line, amount: amounts[position] ?? 0 }))
    .filter((part) => part.amount > 0)
    .map((part) => ({ ...part, line: { ...part.line, disputed: part.line.disputed + part.amount } }))
}

type OrderInDispute = {
  id: string
  sellerId: string
  returned: number
  chargedBack: number
  earningStatus: EarningStatus
}

export type LostDispute<Line, Order> = {
  disputeId: string
  connectionId: string
  currency: Currency
  /** What the bank keeps, in minor units. */
  withdrawn: number
  /** Of which it held something back. */
  orders: readonly Order[]
  /** What it held back, each with its line as it is without that. */
  held: readonly Part<Line>[]
  at: Date
}

/** Everything the loss of a dispute changes, to be stored together. */
export type DisputeLoss<Order> = {
  orders: Order[]
  lines: LineInProgress[]
  effects: { orderId: string; effect: ReturnEffect }[]
  entries: JournalEntry[]
}

/** Each seller bears the part of their order with the commission returned; what no order explains, the operator. */
export function loseDispute<Line extends LineInProgress & { orderId: string }, Order extends OrderInDispute>(
  lost: LostDispute<Line, Order>,
): DisputeLoss<Order> {
  const { disputeId, connectionId, currency, at: occurredAt, held } = lost
  const moved = lost.orders.map((order) => {
    const own = held.filter((part) => part.line.orderId === order.id)
    const amount = sumOf(own, (part) => part.amount)
    const { effects, lines } = returnLines(own, { bearer: 'seller', commission: 'return' })
    return { order, amount, effects, lines }
  })
  const rest = lost.withdrawn - sumOf(moved, ({ amount }) => amount)
  return {
    orders: moved.map(({ order, amount }) => ({
      ...order,
      returned: order.returned + amount,
      chargedBack: order.chargedBack + amount,
    })),
    lines: moved.flatMap(({ lines }) => lines),
    effects: moved.flatMap(({ order, effects }) => effects.map((effect) => ({ orderId: order.id, effect }))),
    entries: [
      ...moved.map(({ order: { id: orderId, sellerId, earningStatus }, effects }) =>
        disputeLostEntry({
          disputeId,
          orderId,
          accounts: { sellerId, connectionId },
          earningStatus,
          effects,
          currency,
          occurredAt,
        }),
      ),
      ...(rest > 0 ? [disputeLossEntry({ disputeId, amount: rest, connectionId, currency, occurredAt })] : []),
    ],
  }
}
