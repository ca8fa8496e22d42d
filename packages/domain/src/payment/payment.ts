import { accept, type Decision, refuse } from '../command/decision.ts'
import { reachedBy } from '../lifecycle/lifecycle.ts'
import type { Currency } from '../money/currency.ts'
import { type PaymentMove, type PaymentState, paymentLifecycle } from './lifecycle.ts'

/** The fold of a payment's events. Amounts are minor units of the payment's currency. */
export type Payment = {
  status: PaymentState
  /** What the buyer is to pay. */
  amount: number
  authorized: number
  captured: number
  /** Asked to be captured; the answer is not in. */
  capturePending: number
  voided: number
  refunded: number
  refundPending: number
  /** Somebody wants the purchase canceled: no money is asked for any more. */
  cancelRequested: boolean
}

/** A payment with what it is known by. */
export type StoredPayment = Payment & {
  id: string
  purchaseId: string
  purchaseNumber: string
  provider: string
  connection: string
  currency: Currency
  providerReference: string | null
  unknownSince: Date | null
  declineCode: string | null
  /** What its last event moved. */
  moved: number
}

/** What can happen to a payment. A claim is ours and comes before the call; the rest are facts of the provider. */
export type PaymentEvent =
  | { kind: 'authorization_claimed' }
  | { kind: 'authorized'; amount: number }
  | { kind: 'declined' }
  | { kind: 'marked_unknown' }
  | { kind: 'capture_claimed'; amount: number }
  /** `claimed` is what was asked for, and 0 where nobody had; the provider may take more or less. */
  | { kind: 'captured'; amount: number; claimed: number }
  | { kind: 'capture_failed'; claimed: number }
  | { kind: 'voided' }
  | { kind: 'expired' }
  | { kind: 'void_contradicted' }
  | { kind: 'refund_claimed' | 'refund_failed' | 'refund_bounced'; amount: number }
  /** `claimed` is what was asked for, where that is another amount. */
  | { kind: 'refunded'; amount: number; claimed?: number }
  /** What the buyer's bank does about the payment, and what the provider moved that none of our books explain. */
  | { kind: 'dispute_opened' | 'dispute_won' | 'dispute_lost' | 'amount_suspended'; amount: number }

export type PaymentRefusal =
  | { code: 'payment.contradicted'; status: PaymentState; event: PaymentEvent['kind'] }
  | { code: 'payment.amount_too_large'; event: PaymentEvent['kind']; amount: number; most: number }

/** What is recorded of a move is what happened by it. */
export function paymentMoveOf(kind: PaymentEvent['kind']): PaymentMove {
  const names = Object.keys(paymentLifecycle.moves) as PaymentMove[]
  const name = names.find((each) => paymentLifecycle.moves[each].event === kind)
  if (name === undefined) throw new Error(`no move of a payment is recorded as ${kind}`)
  return name
}

/** What the payment is after the event. A refusal means that the world contradicts our books: a person must look. */
export function afterPaymentEvent(payment: Payment, event: PaymentEvent): Decision<Payment, PaymentRefusal> {
  const isOutOfPlace =
    reachedBy(paymentLifecycle, paymentMoveOf(event.kind), payment.status) === undefined ||
    isAnswerToAnotherQuestion(payment, event) ||
    (event.kind === 'capture_claimed' && payment.cancelRequested)
  if (isOutOfPlace) return refuse({ code: 'payment.contradicted', status: payment.status, event: event.kind })
  const most = mostOf(payment, event)
  if (most !== undefined && 'amount' in event && event.amount > most) {
    return refuse({ code: 'payment.amount_too_large', event: event.kind, amount: event.amount, most })
  }
  return accept(folded(payment, event))
}

/** The payment waits for an answer that decides whether money was moved. */
export function isUndecided(payment: Pick<Payment, 'status'>): boolean {
  return payment.status === 'authorizing' || payment.status === 'capturing' || payment.status === 'unknown'
}

/** The provider was asked to take the money, and nobody knows yet whether it did. */
export function isCapturing(payment: Pick<Payment, 'status' | 'capturePending'>): boolean {
  return isUndecided(payment) && payment.capturePending > 0
}

/** Something is still to happen: by a run, by the provider or by a person, and never by itself. */
export const movingPaymentStates = [
  'created',
  'authorizing',
  'authorized',
  'capturing',
  'unknown',
] as const satisfies PaymentState[]

/** No money came and none will. */
export function isClosedUnpaid(payment: Pick<Payment, 'status'>): boolean {
  return payment.status === 'failed' || payment.status === 'voided' || payment.status === 'expired'
}

/** What of the authorization can still be asked for. */
export function leftToCapture(payment: Payment): number {
  return payment.authorized - payment.captured - payment.capturePending - payment.voided
}

/** Nobody knows either whether it is authorized, or what a capture did: the answer to one does not settle the other. */
function isAnswerToAnotherQuestion(payment: Payment, event: PaymentEvent): boolean {
  if (payment.status !== 'unknown') return false
  const answersCapture = event.kind === 'captured' || event.kind === 'capture_failed'
  const answersAuthorization = event.kind === 'authorized' || event.kind === 'declined'
  return isCapturing(payment) ? answersAuthorization : answersCapture
}

function mostOf(payment: Payment, event: PaymentEvent): number | undefined {
  switch (event.kind) {
    case 'capture_claimed':
      return leftToCapture(payment)
    case 'captured':
      return leftToCapture(payment) + event.claimed
    case 'refund_claimed':
      return payment.captured - payment.refunded - payment.refundPending
    case 'refunded':
    case 'refund_failed':
      return payment.refundPending
    case 'refund_bounced':
      return payment.refunded
    default:
      return undefined
  }
}

function folded(payment: Payment, event: PaymentEvent): Payment {
  switch (event.kind) {
    case 'authorization_claimed':
      return { ...payment, status: 'authorizing' }
    case 'authorized':
      return { ...payment, status: 'authorized', authorized: event.amount }
    case 'declined':
      return { ...payment, status: 'failed' }
    case 'marked_unknown':
      return { ...payment, status: 'unknown' }
    case 'capture_claimed':
      return { ...payment, status: 'capturing', capturePending: payment.capturePending + event.amount }
    case 'captured':
      // A provider gives back what a capture leaves of an authorization.
      return rested({
        ...payment,
        capturePending: payment.capturePending - event.claimed,
        captured: payment.captured + event.amount,
        voided: payment.authorized - payment.captured - event.amount,
        // The money was taken first: it goes back by a refund only.
        cancelRequested: false,
      })
    case 'capture_failed':
      return rested({ ...payment, capturePending: payment.capturePending - event.claimed })
    case 'voided':
    case 'expired':
      return { ...payment, status: event.kind, capturePending: 0, voided: payment.authorized - payment.captured }
    case 'void_contradicted':
      return {
        ...payment,
        status: payment.authorized > 0 ? 'authorized' : 'authorizing',
        voided: 0,
        cancelRequested: false,
      }
    case 'refund_claimed':
      return { ...payment, refundPending: payment.refundPending + event.amount }
    case 'refunded':
      return {
        ...payment,
        refundPending: payment.refundPending - (event.claimed ?? event.amount),
        refunded: payment.refunded + event.amount,
      }
    case 'refund_failed':
      return { ...payment, refundPending: payment.refundPending - event.amount }
    case 'refund_bounced':
      return { ...payment, refunded: payment.refunded - event.amount }
    case 'dispute_opened':
    case 'dispute_won':
    case 'dispute_lost':
    case 'amount_suspended':
      return payment
  }
}

/** Where a payment rests when no capture is under way. */
function rested(payment: Payment): Payment {
  if (payment.captured === 0) return { ...payment, status: 'authorized' }
  return { ...payment, status: payment.captured < payment.amount ? 'partially_captured' : 'captured' }
}
