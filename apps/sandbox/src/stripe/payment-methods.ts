import type { State } from '../state.ts'
import { invalidRequest, noSuch, StripeFailure } from './failure.ts'
import { listObjects } from './objects.ts'

export type CardBehaviour =
  | { answer: 'approved'; refunds: 'succeed' | 'fail_later' | 'pend' }
  | { answer: 'declined'; code: string; declineCode: string; message: string }
  | { answer: 'authentication_required' }

const approved: CardBehaviour = { answer: 'approved', refunds: 'succeed' }

function declined(code: string, declineCode: string, message: string): CardBehaviour {
  return { answer: 'declined', code, declineCode, message }
}

export const genericDecline = {
  code: 'card_declined',
  declineCode: 'generic_decline',
  message: 'Your card was declined.',
}

/** Stripe's own test payment methods, under Stripe's names. */
const behaviours = new Map<string, CardBehaviour>([
  ['pm_card_visa', approved],
  ['pm_card_singleUse', approved],
  ['pm_card_unactivated', approved],
  ['pm_card_mastercard', approved],
  ['pm_card_amex', approved],
  ['pm_card_refundFail', { answer: 'approved', refunds: 'fail_later' }],
  ['pm_card_pendingRefund', { answer: 'approved', refunds: 'pend' }],
  ['pm_card_authenticationRequired', { answer: 'authentication_required' }],
  ['pm_card_chargeDeclined', { answer: 'declined', ...genericDecline }],
  [
    'pm_card_chargeDeclinedInsufficientFunds',
    declined('card_declined', 'insufficient_funds', 'Your card has insufficient funds.'),
  ],
  ['pm_card_chargeDeclinedLostCard', declined('card_declined', 'lost_card', 'Your card was declined.')],
  ['pm_card_chargeDeclinedExpiredCard', declined('expired_card', 'expired_card', 'Your card has expired.')],
  [
    'pm_card_chargeDeclinedProcessingError',
    declined('processing_error', 'processing_error', 'An error occurred while processing your card. Try again later.'),
  ],
])

export const paymentMethodNames = [...behaviours.keys()]

/** As Stripe's own words go for a method that was used once without a customer; it gives them neither code nor parameter. */
const usedUp =
  'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.'

/**
 * Refuses what cannot be paid with at all, before a payment comes to be: a method nobody knows, one that its owner has to
 * activate, and `pm_card_singleUse…` a second time.
 */
export function assertUsable(state: State, paymentMethod: string): void {
  cardBehaviour(paymentMethod)
  if (paymentMethod === 'pm_card_unactivated') {
    throw invalidRequest(
      'payment_method_unactivated',
      'This payment method is not activated. Activate it in the Dashboard.',
      'payment_method',
    )
  }
  const isUsed = listObjects(state, 'charge').some((charge) => charge.payment_method === paymentMethod)
  if (paymentMethod.startsWith(singleUse) && isUsed) {
    throw new StripeFailure(400, { type: 'invalid_request_error', message: usedUp })
  }
}

const singleUse = 'pm_card_singleUse'

export function cardBehaviour(paymentMethod: string): CardBehaviour {
  const behaviour = behaviours.get(paymentMethod.startsWith(singleUse) ? singleUse : paymentMethod)
  if (!behaviour) throw noSuch('PaymentMethod', paymentMethod, 'payment_method')
  return behaviour
}
