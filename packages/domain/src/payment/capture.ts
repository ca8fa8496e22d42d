import type { Act } from '../command/act.ts'
import { accept, type Decision, refuse } from '../command/decision.ts'
import type { EarningStatus } from '../earning/earning.ts'
import type { JournalEntry } from '../ledger/journal-entry.ts'
import { allocate } from '../money/allocate.ts'
import { sumOf } from '../money/sum.ts'
import type { OrderStatus } from '../order/lifecycle.ts'
import type { LineInProgress } from '../order/line.ts'
import { type CaptureEffect, captureLines, type LinePart, restToCapture } from '../order/line-effect.ts'
import { nothingQueued, type QueueChanges } from '../work-item/queue.ts'
import { accountsOf, captureEntry } from './entry.ts'
import { changePayment, type PaymentChange } from './event.ts'
import type { PaymentRefusal, StoredPayment } from './payment.ts'
import { feeEntries } from './provider-fee.ts'
import { otherCurrencyItem } from './queue.ts'
import { capturable } from './status.ts'

export type Capture = { id: string; amount: number; status: 'claimed' | 'succeeded' | 'failed' | 'unknown' }

/** What the provider says about a capture. The balance transaction may come later. */
export type CaptureFact = {
  amount: number
  chargeReference: string | null
  balanceTransaction?: BalanceTransactionFact | null | undefined
}
/** `currency` is what the provider keeps our balance in; the payment's where it is not told. */
export type BalanceTransactionFact = { reference: string; fee: number; currency?: string }

type OrderToCapture = { id: string; sellerId: string; status: OrderStatus; captured: number }
type LineToCapture = LineInProgress & { orderId: string }

/** What a capture moves, under lock: the orders of the purchase, and the lines of those that are not canceled. */
export type CaptureBooks<P, Order, Line> = { payment: P; orders: readonly Order[]; lines: readonly Line[] }

/** A capture that is asked for, and what that makes of the payment. */
export type CaptureClaim<P> = { capture: Capture; change: PaymentChange<P> }

export function captureClaimKey(captureId: string): string {
  return `capture:${captureId}:claim`
}

export function capturedKey(captureId: string): string {
  return `capture:${captureId}`
}

/** Asks for everything that is not canceled, before the call; undefined where nothing is left to take. */
export function claimCapture<P extends StoredPayment>(
  { payment, lines }: { payment: P; lines: readonly LineInProgress[] },
  captureId: string,
  act: Act,
): Decision<CaptureClaim<P> | undefined, PaymentRefusal> {
  const amount = capturable({
    ...payment,
    expired: payment.status === 'expired',
    liveLines: lines.map((line) => ({ ...line, capturePending: 0 })),
  })
  if (amount <= 0) return accept(undefined)
  const told = { event: { kind: 'capture_claimed', amount }, effectKey: captureClaimKey(captureId) } as const
  const change = changePayment(payment, told, act)
  if (!change.ok) return change
  return accept({ capture: { id: captureId, amount, status: 'claimed' }, change: change.value })
}

/** Everything that the buyer's money changes by coming in, to be stored together. */
export type CaptureTaken<P, Order> = {
  /** Where nobody had asked for it: that comes first. */
  claim: CaptureClaim<P> | undefined
  capture: Capture
  change: PaymentChange<P>
  orders: Order[]
  lines: LineInProgress[]
  effects: { orderId: string; effect: CaptureEffect }[]
  /** Whose sellers have a claim from now on. */
  earning: Order[]
  entries: JournalEntry[]
  fee: FeeLearned | undefined
}

/**
 * The buyer's money is with the provider: each order gets its part, and each seller a claim. Less than was asked for is
 * spread over the lines. Money that no order wants is refused as a contradiction, and changes nothing.
 */
export function takePayment<P extends StoredPayment, Order extends OrderToCapture>(
  books: CaptureBooks<P, Order, LineToCapture> & {
    /** The one that was asked for; where there is none, it is claimed under `nextCaptureId` first. */
    capture: Capture | undefined
    nextCaptureId: string
    /** Of each order that has one; the others' begin with this capture. */
    earnings: ReadonlyMap<string, EarningStatus>
  },
  fact: CaptureFact,
  act: Act,
): Decision<CaptureTaken<P, Order>, PaymentRefusal> {
  const claimed = books.capture === undefined ? claimCapture(books, books.nextCaptureId, act) : accept(undefined)
  if (!claimed.ok) return claimed
  const claim = claimed.value
  const capture = books.capture ?? claim?.capture
  if (capture === undefined) {
    return refuse({ code: 'payment.contradicted', status: books.payment.status, event: 'captured' })
  }
  const change = changePayment(
    claim?.change.after ?? books.payment,
    {
      event: { kind: 'captured', amount: fact.amount, claimed: capture.amount },
      effectKey: capturedKey(capture.id),
      externalRef: fact.chargeReference,
    },
    act,
  )
  if (!change.ok) return change
  const payment = change.value.after
  return accept({
    claim,
    capture: { ...capture, status: 'succeeded' },
    change: change.value,
    ...bookParts(books, { captureId: capture.id, amount: fact.amount, at: act.at }),
    fee: fact.balanceTransaction ? learnFee(payment, fact.balanceTransaction, act) : undefined,
  })
}

function bookParts<P extends StoredPayment, Order extends OrderToCapture>(
  books: CaptureBooks<P, Order, LineToCapture> & { earnings: ReadonlyMap<string, EarningStatus> },
  { captureId, amount, at }: { captureId: string; amount: number; at: Date },
) {
  const { payment, orders, earnings } = books
  const { effects, lines } = captureLines(partsOf(amount, books.lines))
  const orderIdOf = new Map(books.lines.map((line) => [line.lineId, line.orderId]))
  const effectsOf = (order: Order) => effects.filter((effect) => orderIdOf.get(effect.lineId) === order.id)
  const live = orders.filter((order) => order.status !== 'canceled')
  const moved = live.filter((order) => effectsOf(order).some(movesMoney))
  return {
    lines,
    effects: live.flatMap((order) => effectsOf(order).map((effect) => ({ orderId: order.id, effect }))),
    orders: orders.map((order) => ({
      ...order,
      captured: order.captured + sumOf(effectsOf(order), (effect) => effect.amount),
    })),
    earning: live,
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

/** What the provider kept of a capture: booked, or put before a person. */
export type FeeLearned = {
  /** What is known of the capture by it; undefined where it is none of this payment's books. */
  kept: { balanceReference: string; fee: number } | undefined
  entries: JournalEntry[]
  queue: QueueChanges
}

/** Booked once, also when it is learned after the capture. A fee in another currency is none of this payment's books. */
export function learnFee(payment: StoredPayment, fact: BalanceTransactionFact, act: Act): FeeLearned {
  const { reference, fee, currency = payment.currency } = fact
  if (currency !== payment.currency) {
    const opens = [otherCurrencyItem(payment, currency, act)]
    return { kept: undefined, entries: [], queue: { ...nothingQueued, opens } }
  }
  const entries = feeEntries(payment, fact, act.at)
  return { kept: { balanceReference: reference, fee }, entries, queue: nothingQueued }
}

/** The whole rest of the lines; an amount below it is spread over them. */
function partsOf(amount: number, lines: readonly LineInProgress[]): LinePart[] {
  const rest = restToCapture(lines)
  if (amount === sumOf(rest, (part) => part.amount)) return rest
  const amounts = allocate(
    amount,
    rest.map((part) => part.amount),
  )
  return rest.map((part, position) => ({ line: part.line, amount: amounts[position] ?? 0, units: 0 }))
}

function movesMoney(effect: CaptureEffect): boolean {
  return [effect.amount, effect.seller, ...Object.values(effect.components)].some((amount) => amount !== 0)
}
