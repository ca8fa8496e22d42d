import type { EarningStatus } from '../earning/earning.ts'
import type { JournalEntry } from '../ledger/journal-entry.ts'
import { allocate } from '../money/allocate.ts'
import type { Currency } from '../money/currency.ts'
import { sumOf } from '../money/sum.ts'
import type { OrderStatus } from '../order/lifecycle.ts'
import type { LineInProgress } from '../order/line.ts'
import { type CaptureEffect, captureLines, type LinePart, restToCapture } from '../order/line-effect.ts'
import { accountsOf, captureEntry } from './entry.ts'

export type OrderToCapture = { id: string; sellerId: string; status: OrderStatus; captured: number }
export type LineToCapture = LineInProgress & { orderId: string }

/** What a capture moves, under lock: the orders of the purchase, and all their lines. */
export type CaptureBooks<P, Order, Line> = { payment: P; orders: readonly Order[]; lines: readonly Line[] }

/** The lines that anybody still wants paid. */
export function liveLines<Line extends LineToCapture>(
  orders: readonly Pick<OrderToCapture, 'id' | 'status'>[],
  lines: readonly Line[],
): Line[] {
  const live = new Set(orders.filter((order) => order.status !== 'canceled').map((order) => order.id))
  return lines.filter((line) => live.has(line.orderId))
}

/** What lines can still take in. */
export function restOf(lines: readonly LineInProgress[]): number {
  return sumOf(restToCapture(lines), (part) => part.amount)
}

/** How an amount falls on the lines: on those that are wanted first, and what is left on those of canceled orders. */
export function spreadCapture(
  amount: number,
  { orders, lines }: { orders: readonly OrderToCapture[]; lines: readonly LineToCapture[] },
): LinePart[] {
  const live = liveLines(orders, lines)
  const ofLive = Math.min(amount, restOf(live))
  const ofCanceled = amount - ofLive
  const canceled = ofCanceled === 0 ? [] : lines.filter((line) => !live.includes(line))
  return [...partsOf(ofLive, live), ...partsOf(ofCanceled, canceled)]
}

export type CaptureBooked<Order> = {
  orders: Order[]
  lines: LineInProgress[]
  effects: { orderId: string; effect: CaptureEffect }[]
  /** Whose sellers have a claim from now on. */
  earning: Order[]
  entries: JournalEntry[]
}

/** Each order gets its part of a capture, and its seller a claim. */
export function bookCapture<P extends { connection: string; currency: Currency }, Order extends OrderToCapture>(
  {
    payment,
    orders,
    lines,
    earnings,
  }: CaptureBooks<P, Order, LineToCapture> & { earnings: ReadonlyMap<string, EarningStatus> },
  { captureId, parts, at }: { captureId: string; parts: readonly LinePart[]; at: Date },
): CaptureBooked<Order> {
  const captured = captureLines(parts)
  const orderIdOf = new Map(lines.map((line) => [line.lineId, line.orderId]))
  const effectsOf = (order: Order) => captured.effects.filter((effect) => orderIdOf.get(effect.lineId) === order.id)
  const earning = orders.filter((order) => order.status !== 'canceled' || effectsOf(order).length > 0)
  const moved = earning.filter((order) => effectsOf(order).some(movesMoney))
  return {
    lines: captured.lines,
    effects: earning.flatMap((order) => effectsOf(order).map((effect) => ({ orderId: order.id, effect }))),
    orders: orders.map((order) => ({
      ...order,
      captured: order.captured + sumOf(effectsOf(order), (effect) => effect.amount),
    })),
    earning,
    entries: moved.map((order) =>
      captureEntry({
        captureId,
        orderId: order.id,
        accounts: accountsOf(payment, order),
        earningStatus: earnings.get(order.id) ?? 'pending',
        effects: effectsOf(order),
        currency: payment.currency,
        occurredAt: at,
      }),
    ),
  }
}

/** The whole rest of the lines; an amount below it is spread over them. */
function partsOf(amount: number, lines: readonly LineInProgress[]): LinePart[] {
  const rest = restToCapture(lines)
  if (amount === restOf(lines)) return rest
  const amounts = allocate(
    amount,
    rest.map((part) => part.amount),
  )
  return rest.map((part, position) => ({ line: part.line, amount: amounts[position] ?? 0, units: 0 }))
}

function movesMoney(effect: CaptureEffect): boolean {
  return [effect.amount, effect.seller, ...Object.values(effect.components)].some((amount) => amount !== 0)
}
