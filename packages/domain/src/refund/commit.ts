import { accept, type Decision } from '../command/decision.ts'
import type { EarningStatus } from '../earning/earning.ts'
import type { JournalEntry } from '../ledger/journal-entry.ts'
import type { Currency } from '../money/currency.ts'
import { sumOf } from '../money/sum.ts'
import { returnStatus } from '../order/fulfilment.ts'
import type { LineInProgress } from '../order/line.ts'
import { type LinePart, type ReturnEffect, returnLines } from '../order/line-effect.ts'
import type { ReturnStatus } from '../purchase/purchase.ts'
import { refundCommittedEntry } from './entry.ts'
import type { Refund, RequestRefundRefusal } from './refund.ts'
import { type LineToRefund, type RefundableOrder, requestRefund, returnTermsOf } from './request.ts'

/** What a refund moves, under lock. */
export type RefundBooks = {
  payment: { connection: string }
  order: RefundableOrder & {
    id: string
    sellerId: string
    captured: number
    returned: number
    refunded: number
    returnStatus: ReturnStatus
    currency: Currency
  }
  lines: readonly (LineToRefund & LineInProgress)[]
  /** The status now, not the one at capture: a released earning is debited where it is. */
  earningStatus: EarningStatus
}

type RefundToCommit = Pick<Refund, 'id' | 'amount' | 'bearer' | 'commissionPolicy' | 'lines'> & {
  stored: { buyerId: string; sellerSharePpm: number }
}

/** Everything the release of a refund changes besides its status, to be stored together. */
export type RefundCommitment = {
  lines: LineInProgress[]
  effects: ReturnEffect[]
  returned: number
  returnStatus: ReturnStatus
  /** None where only goods come back that nobody paid for. */
  entry: JournalEntry | undefined
}

/** Promises the amount to the buyer and takes it from whoever bears it. Refused where the order no longer holds it. */
export function commitRefund(
  refund: RefundToCommit,
  books: RefundBooks,
  at: Date,
): Decision<RefundCommitment, RequestRefundRefusal> {
  const requested = requestRefund(books.order, books.lines, refund)
  if (!requested.ok) return requested
  return accept(commitParts(refund, books, { parts: requested.value.parts, at }))
}

/** The same for parts that are a fact: what a provider gave back is not refused. */
export function commitParts(
  refund: RefundToCommit,
  books: RefundBooks,
  { parts, at }: { parts: readonly LinePart[]; at: Date },
): RefundCommitment {
  const { payment, order, earningStatus } = books
  const { sellerSharePpm, buyerId } = refund.stored
  const { effects, lines } = returnLines(parts, returnTermsOf({ ...refund, sellerSharePpm }))
  const returned = order.returned + refund.amount.amount
  const pieces = sumOf(refund.lines, (line) => line.quantity ?? 0)
  const freeLeft =
    sumOf(books.lines, (line) => line.freeCaptured - line.freeReturned) - sumOf(effects, (effect) => effect.units)
  const entry = refundCommittedEntry({
    refundId: refund.id,
    orderId: order.id,
    accounts: { sellerId: order.sellerId, connectionId: payment.connection, buyerId },
    earningStatus,
    effects,
    currency: refund.amount.currency,
    occurredAt: at,
  })
  return { lines, effects, returned, returnStatus: returnStatus({ ...order, returned, freeLeft }, pieces), entry }
}
