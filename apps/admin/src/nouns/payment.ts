import type { PaymentState } from '@mainstay/domain/payment/lifecycle'

/** Within a sentence: the payment is …. An order shows what its payments add up to instead. */
export const paymentStates: Record<PaymentState, string> = {
  created: 'not asked for yet',
  authorizing: 'being authorized',
  authorized: 'authorized',
  capturing: 'being captured',
  captured: 'captured',
  partially_captured: 'captured in part',
  voided: 'given back',
  failed: 'failed',
  expired: 'expired',
  unknown: 'unknown',
}
