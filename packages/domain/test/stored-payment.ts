import type { Act } from '../src/command/act.ts'
import type { StoredPayment } from '../src/payment/payment.ts'

/** A payment of 10.00 EUR that nobody was asked for yet. */
export const storedPayment = (changes: Partial<StoredPayment> = {}): StoredPayment => ({
  id: 'payment',
  purchaseId: 'purchase',
  purchaseNumber: 'NW-1',
  provider: 'stripe',
  connection: 'stripe',
  currency: 'EUR',
  providerReference: null,
  unknownSince: null,
  declineCode: null,
  moved: 0,
  status: 'created',
  amount: 1000,
  authorized: 0,
  captured: 0,
  capturePending: 0,
  voided: 0,
  refunded: 0,
  refundPending: 0,
  cancelRequested: false,
  ...changes,
})

export const authorizedPayment = (changes: Partial<StoredPayment> = {}) =>
  storedPayment({ status: 'authorized', authorized: 1000, ...changes })

/** The provider's word, at noon. */
export const toldByStripe: Act = { actor: { type: 'provider', name: 'Stripe' }, at: new Date('2026-11-20T12:00:00Z') }
