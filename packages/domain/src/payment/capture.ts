import type { Act } from '../command/act.ts'
import { accept, type Decision } from '../command/decision.ts'
import type { EarningStatus } from '../earning/earning.ts'
import type { JournalEntry } from '../ledger/journal-entry.ts'
import { suspenseEntry } from '../ledger/suspense-entry.ts'
import type { LineInProgress } from '../order/line.ts'
import type { QueueChanges, WorkItemToOpen } from '../work-item/queue.ts'
import { type BalanceLearned, type BalanceTransactionFact, learnBalance } from './balance.ts'
import {
  bookCapture,
  type CaptureBooked,
  type CaptureBooks,
  type LineToCapture,
  liveLines,
  type OrderToCapture,
  restOf,
  spreadCapture,
} from './capture-parts.ts'
import { changePayment, type PaymentChange, type ToldEvent } from './event.ts'
import { authorized, voidContradicted } from './outcome.ts'
import { isClosedUnpaid, leftToCapture, type PaymentRefusal, type StoredPayment } from './payment.ts'
import { capturedElsewhereItem, captureMismatchItem, takenAfterEndItem } from './queue.ts'
import { capturable } from './status.ts'

export type Capture = {
  id: string
  amount: number
  status: 'claimed' | 'succeeded' | 'failed' | 'unknown'
  /** Its movement of our balance, once that is booked. */
  balanceReference?: string | null
}

/** What the provider says about a capture. The balance transaction may come later. */
export type CaptureFact = {
  amount: number
  /** What the bank had promised, which a capture implies; left out, what the buyer is to pay. */
  authorized?: number
  authorizedAt?: Date | undefined
  /** When the money was taken; where the provider does not say, when we heard of it. */
  occurredAt?: Date | undefined
  providerReference?: string | null
  chargeReference: string | null
  balanceTransaction?: BalanceTransactionFact | null | undefined
}
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
  const amount = capturableOf(payment, lines)
  if (amount <= 0) return accept(undefined)
  const told = { event: { kind: 'capture_claimed', amount }, effectKey: captureClaimKey(captureId) } as const
  const change = changePayment(payment, told, act)
  if (!change.ok) return change
  return accept({ capture: { id: captureId, amount, status: 'claimed' }, change: change.value })
}

/** Everything that the buyer's money changes by coming in, to be stored together. */
export type CaptureTaken<P, Order> = CaptureBooked<Order> & {
  /** In this order: what the capture implies, the capture, and what no line explains. */
  changes: PaymentChange<P>[]
  capture: Capture
  /** Nobody had asked for it. */
  isUnasked: boolean
  balance: BalanceLearned | undefined
  queue: QueueChanges
}

export type BooksToTake<P, Order> = CaptureBooks<P, Order, LineToCapture> & {
  /** The one that was asked for; where there is none, it is stored under `nextCaptureId`. */
  capture: Capture | undefined
  nextCaptureId: string
  /** Of each order that has one; the others' begin with this capture. */
  earnings: ReadonlyMap<string, EarningStatus>
}

/**
 * The buyer's money is with the provider: each order gets its part, and each seller a claim. A fact is not refused: where
 * the payment had ended, that is contradicted first, and the orders stay canceled; what no line explains is in suspense.
 */
export function takePayment<P extends StoredPayment, Order extends OrderToCapture>(
  books: BooksToTake<P, Order>,
  fact: CaptureFact,
  act: Act,
): Decision<CaptureTaken<P, Order>, PaymentRefusal> {
  const implied = changeInTurn(books.payment, impliedBy(books.payment, fact), act)
  if (!implied.ok) return implied
  const { payment } = implied.value
  const asked = books.capture?.amount ?? 0
  const explained = Math.min(fact.amount, restOf(books.lines), leftToCapture(payment) + asked)
  const unexplained = fact.amount - explained
  const capture = books.capture ?? { id: books.nextCaptureId, amount: fact.amount, status: 'succeeded' }
  const taken = changeInTurn(payment, eventsOf(capture, fact, { asked, explained, unexplained }), act)
  if (!taken.ok) return taken

  const at = fact.occurredAt ?? act.at
  const parts = spreadCapture(explained, books)
  const booked = bookCapture(books, { captureId: capture.id, parts, at })
  return accept({
    ...booked,
    changes: [...implied.value.changes, ...taken.value.changes],
    capture: { ...capture, status: 'succeeded' },
    isUnasked: books.capture === undefined,
    entries: [...booked.entries, ...suspended(payment, { ...fact, capture, unexplained, at })],
    balance: balanceOfCapture(payment, fact, act),
    queue: { opens: askedOf(books, { taken: fact.amount, unexplained }, act), settles: [] },
  })
}

/** What a balance transaction says of a capture, also where it is told after it. */
export function balanceOfCapture(
  payment: StoredPayment,
  { amount, balanceTransaction: movement }: CaptureFact,
  act: Act,
): BalanceLearned | undefined {
  if (!movement) return undefined
  return learnBalance(payment, { amount, promised: payment.authorized, movement }, act)
}

/** Who took money was promised it, whatever we had come to believe. */
function impliedBy(payment: StoredPayment, fact: CaptureFact): ToldEvent[] {
  const told = isClosedUnpaid(payment) ? [voidContradicted(payment, fact.occurredAt)] : []
  if (payment.authorized > 0) return told
  const { authorized: promised = payment.amount, authorizedAt: occurredAt, providerReference = null } = fact
  return [...told, authorized(payment, { authorized: promised, providerReference, occurredAt })]
}

function eventsOf(
  { id }: Capture,
  { chargeReference: externalRef, occurredAt }: CaptureFact,
  { asked: claimed, explained, unexplained }: { asked: number; explained: number; unexplained: number },
): ToldEvent[] {
  const effectKey = capturedKey(id)
  const told = { externalRef, occurredAt }
  const captured: ToldEvent = { event: { kind: 'captured', amount: explained, claimed }, effectKey, ...told }
  if (unexplained === 0) return [captured]
  const event = { kind: 'amount_suspended', amount: unexplained } as const
  return [captured, { event, effectKey: `unexplained:${effectKey}`, ...told }]
}

/** What several events make of a payment, one after the other. */
function changeInTurn<P extends StoredPayment>(
  before: P,
  told: readonly ToldEvent[],
  act: Act,
): Decision<{ payment: P; changes: PaymentChange<P>[] }, PaymentRefusal> {
  let payment = before
  const changes: PaymentChange<P>[] = []
  for (const each of told) {
    const change = changePayment(payment, each, act)
    if (!change.ok) return change
    changes.push(change.value)
    payment = change.value.after
  }
  return accept({ payment, changes })
}

function suspended(
  { connection: connectionId, currency }: StoredPayment,
  taken: { capture: Capture; chargeReference: string | null; unexplained: number; at: Date },
): JournalEntry[] {
  const { capture, chargeReference, unexplained: amount, at: occurredAt } = taken
  if (amount === 0) return []
  const balanceTransactionId = chargeReference ?? capture.id
  return [suspenseEntry({ balanceTransactionId, amount, connectionId, currency, occurredAt })]
}

/** What people are asked about money that nobody wanted, or that is more or less than what was wanted. */
function askedOf<P extends StoredPayment, Order extends OrderToCapture>(
  { payment, orders, lines, capture }: BooksToTake<P, Order>,
  { taken, unexplained }: { taken: number; unexplained: number },
  act: Act,
): WorkItemToOpen[] {
  const hasEnded = isClosedUnpaid(payment)
  const wanted = hasEnded ? restOf(lines) : (capture?.amount ?? restOf(liveLines(orders, lines)))
  const opens: WorkItemToOpen[] = []
  if (hasEnded) opens.push(takenAfterEndItem(payment, taken, act))
  else if (capture === undefined) opens.push(capturedElsewhereItem(payment, taken, act))
  if (taken !== wanted) opens.push(captureMismatchItem(payment, { wanted, taken, unexplained }, act))
  return opens
}

function capturableOf(payment: StoredPayment, lines: readonly LineInProgress[]): number {
  return capturable({
    ...payment,
    expired: payment.status === 'expired',
    liveLines: lines.map((line) => ({ ...line, capturePending: 0 })),
  })
}
