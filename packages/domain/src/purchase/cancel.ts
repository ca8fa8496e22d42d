import * as z from 'zod'
import { accept, type Decision, refuse } from '../command/decision.ts'
import { Id } from '../command/id.ts'
import { isCapturing, isClosedUnpaid, type Payment } from '../payment/payment.ts'

export const CancelPurchase = z.object({
  purchaseId: Id,
  reason: z.string().trim().min(3, 'Say in a few words why').max(500),
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

/** A purchase of nothing is paid once it is authorised: there is no money to take. */
function isPaid({ status, amount }: Pick<Payment, 'status' | 'amount'>): boolean {
  return status === 'captured' || status === 'partially_captured' || (status === 'authorized' && amount === 0)
}
