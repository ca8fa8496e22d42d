import * as z from 'zod'
import type { Change } from '../audit/audit.ts'
import type { Act } from '../command/act.ts'
import { accept, type Decision, refuse } from '../command/decision.ts'
import { Id } from '../command/id.ts'
import type { OrderStatus } from '../order/lifecycle.ts'
import { givenBack, type PaymentOutcome, settlePayment } from '../payment/outcome.ts'
import { isCapturing, isClosedUnpaid, type Payment, type StoredPayment } from '../payment/payment.ts'
import { Words } from '../text/text.ts'
import { hoursAfter, type WorkItemToOpen } from '../work-item/queue.ts'

export const CancelPurchase = z.strictObject({
  purchaseId: Id,
  reason: Words({ min: 3, max: 500, empty: 'Say in a few words why' }),
})
export type CancelPurchase = z.infer<typeof CancelPurchase>

/** `canceling`: the provider is asked first, and the purchase is canceled unless the money was taken before. */
export const CanceledPurchase = z.object({ id: Id, number: z.string(), status: z.enum(['canceled', 'canceling']) })
export type CanceledPurchase = z.infer<typeof CanceledPurchase>

export type CancelPurchaseRefusal =
  | { code: 'purchase.already_canceled' }
  | { code: 'purchase.already_paid' }
  | { code: 'purchase.being_canceled' }
  | { code: 'purchase.being_charged' }

export type LapsePurchaseRefusal = CancelPurchaseRefusal | { code: 'purchase.not_due' }

/** Where the purchase goes: nobody was asked for money yet, or the provider has to say what there is to give back. */
export type Cancellation = 'at_once' | 'after_asking'

export type CancelablePayment = Pick<Payment, 'status' | 'amount' | 'capturePending' | 'cancelRequested'>

/**
 * Whether a purchase can still be canceled. The payment is locked. From the moment of the decision on no money is asked
 * for; what the provider is being asked already, it decides itself, since it takes money or gives it back and never both.
 * While a run is at work, an answer about a capture or an earlier cancellation is waited for.
 */
export function cancelPurchase(
  payment: CancelablePayment,
  isWorkedOn: boolean,
): Decision<Cancellation, CancelPurchaseRefusal> {
  if (isClosedUnpaid(payment)) return refuse({ code: 'purchase.already_canceled' })
  if (isPaid(payment)) return refuse({ code: 'purchase.already_paid' })
  if (payment.status === 'created') return accept('at_once')
  if (isWorkedOn && payment.cancelRequested) return refuse({ code: 'purchase.being_canceled' })
  if (isWorkedOn && isCapturing(payment)) return refuse({ code: 'purchase.being_charged' })
  return accept('after_asking')
}

/** What the clock may do by itself: never where money may have been taken, and never a second time. */
export function lapsePurchase(
  payment: CancelablePayment & { payBy: Date | null },
  now: Date,
): Decision<Cancellation, LapsePurchaseRefusal> {
  if (payment.payBy === null || payment.payBy > now) return refuse({ code: 'purchase.not_due' })
  return cancelPurchase(payment, true)
}

/** Everything a cancellation changes, to be stored together. */
export type CommittedCancellation<P, Order> = {
  /** What auditor and world are told of the purchase. */
  change: {
    action: 'purchase.cancel' | 'purchase.lapse'
    subject: { type: 'purchase'; id: string; label: string; version: number }
    purchaseId: string
    changes: Change[]
    data: { number: string; cancellation: Cancellation }
  }
  /** Where it is done at once; else it is wanted from now on, and no money is asked for any more. */
  ended: PaymentOutcome<P, Order> | undefined
}

/** What a decided cancellation comes to. The orders are those of the purchase, under lock where it is done at once. */
export function commitCancellation<
  P extends StoredPayment & { version: number },
  Order extends { status: OrderStatus },
>(
  { action, cancellation }: { action: 'purchase.cancel' | 'purchase.lapse'; cancellation: Cancellation },
  { payment, orders }: { payment: P; orders: readonly Order[] },
  act: Act,
): CommittedCancellation<P, Order> {
  const { purchaseId, purchaseNumber: number, status, version } = payment
  const isAtOnce = cancellation === 'at_once'
  return {
    change: {
      action,
      subject: { type: 'purchase', id: purchaseId, label: number, version },
      purchaseId,
      changes: [{ field: 'payment', before: status, after: isAtOnce ? 'voided' : 'canceling' }],
      data: { number, cancellation },
    },
    ended: isAtOnce ? endAtOnce({ payment, orders }, act) : undefined,
  }
}

function endAtOnce<P extends StoredPayment, Order extends { status: OrderStatus }>(
  books: { payment: P; orders: readonly Order[] },
  act: Act,
): PaymentOutcome<P, Order> {
  const told = givenBack(books.payment, { kind: 'voided', note: act.reason ?? '' })
  if (told === undefined) throw new Error(`payment ${books.payment.id} is ${books.payment.status} already`)
  const ended = settlePayment(books, told, act)
  if (!ended.ok) throw new Error(`payment ${books.payment.id} cannot be given back: ${ended.refusal.code}`)
  return ended.value
}

const hoursToDecide = 24

/** The money was taken before the cancellation reached the provider: giving it back is a refund, which people decide. */
export function tooLateItem(payment: StoredPayment, reason: string, { at }: Act): WorkItemToOpen {
  return {
    kind: 'cancel_too_late',
    subject: { type: 'purchase', id: payment.purchaseId, label: payment.purchaseNumber },
    purchaseId: payment.purchaseId,
    cause: { code: 'purchase.charged_before_canceled', detail: reason },
    atStake: { amount: payment.captured, currency: payment.currency },
    dueAt: hoursAfter(at, hoursToDecide),
  }
}

/** A purchase of nothing is paid once it is authorized: there is no money to take. */
function isPaid({ status, amount }: Pick<Payment, 'status' | 'amount'>): boolean {
  return status === 'captured' || status === 'partially_captured' || (status === 'authorized' && amount === 0)
}
