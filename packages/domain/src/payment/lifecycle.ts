import type * as z from 'zod'
import { lifecycle } from '../lifecycle/lifecycle.ts'

/**
 * In a state that ends in -ing we have asked the provider and await the answer. `unknown` is left only by what the
 * provider says, never by ourselves or by time.
 */
export const paymentLifecycle = lifecycle('payment', {
  states: [
    'created',
    'authorizing',
    'authorized',
    'capturing',
    'captured',
    'partially_captured',
    'voided',
    'failed',
    'expired',
    'unknown',
  ],
  moves: {
    // A claim is ours and comes before the call, so that a crash leaves a trace of it.
    claimAuthorization: { from: ['created'], to: 'authorizing', by: 'system', event: 'authorization_claimed' },
    authorize: { from: ['created', 'authorizing', 'unknown'], to: 'authorized', by: 'provider', event: 'authorized' },
    decline: { from: ['authorizing', 'unknown'], to: 'failed', by: 'provider', event: 'declined' },
    markUnknown: { from: ['authorizing', 'capturing'], to: 'unknown', by: 'system', event: 'marked_unknown' },
    claimCapture: {
      from: ['authorized', 'partially_captured'],
      to: 'capturing',
      by: 'system',
      event: 'capture_claimed',
    },
    /** Also where nobody asked for it: what the provider took is taken. */
    capture: {
      from: ['authorized', 'capturing', 'unknown'],
      to: ['captured', 'partially_captured'],
      by: 'provider',
      event: 'captured',
    },
    failCapture: {
      from: ['capturing', 'unknown'],
      to: ['authorized', 'captured', 'partially_captured'],
      by: 'provider',
      event: 'capture_failed',
    },
    void: {
      from: ['created', 'authorizing', 'authorized', 'capturing', 'unknown'],
      to: 'voided',
      by: ['purchase.cancel', 'clock', 'provider'],
      event: 'voided',
      when: 'not paid in the time the tenant chose',
    },
    expire: {
      from: ['authorizing', 'authorized', 'capturing', 'unknown'],
      to: 'expired',
      by: 'provider',
      event: 'expired',
    },
    /** The money was taken after all; what it was to pay stays canceled, so it goes back by a refund. */
    contradictVoid: {
      from: ['voided', 'expired', 'failed'],
      to: ['authorizing', 'authorized'],
      by: 'provider',
      event: 'void_contradicted',
    },
    claimRefund: { from: ['captured', 'partially_captured'], by: 'system', event: 'refund_claimed' },
    refund: { from: ['captured', 'partially_captured'], by: 'provider', event: 'refunded' },
    failRefund: { from: ['captured', 'partially_captured'], by: 'provider', event: 'refund_failed' },
    bounceRefund: { from: ['captured', 'partially_captured'], by: 'provider', event: 'refund_bounced' },
    openDispute: { from: ['captured', 'partially_captured'], by: 'provider', event: 'dispute_opened' },
    winDispute: { from: ['captured', 'partially_captured'], by: 'provider', event: 'dispute_won' },
    loseDispute: { from: ['captured', 'partially_captured'], by: 'provider', event: 'dispute_lost' },
    /** The provider moved money that none of our books explain. */
    suspend: { from: ['captured', 'partially_captured'], by: 'provider', event: 'amount_suspended' },
  },
})

export const PaymentState = paymentLifecycle.State
export type PaymentState = z.infer<typeof PaymentState>
export type PaymentMove = keyof typeof paymentLifecycle.moves
