import { noSuch } from './failure.ts'

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

export function cardBehaviour(paymentMethod: string): CardBehaviour {
  const behaviour = behaviours.get(paymentMethod)
  if (!behaviour) throw noSuch('PaymentMethod', paymentMethod, 'payment_method')
  return behaviour
}
