import type Stripe from 'stripe'
import type {
  AuthoriseAnswer,
  BalanceTransaction,
  CaptureAnswer,
  PaymentAtProvider,
  RefundAnswer,
} from './payment-gateway.ts'

export type Declined = { declined: string; providerReference: string | null }

export function authoriseAnswer(intent: Stripe.PaymentIntent | Declined): AuthoriseAnswer {
  if ('declined' in intent) {
    return { outcome: 'declined', providerReference: intent.providerReference, declineCode: intent.declined }
  }
  const payment = paymentFrom(intent)
  switch (payment.status) {
    case 'authorised':
    case 'captured':
      return { outcome: 'authorised', providerReference: intent.id, authorised: payment.authorised }
    case 'requires_action':
    case 'processing':
      return { outcome: 'requires_action', providerReference: intent.id }
    case 'declined':
    case 'cancelled':
      return { outcome: 'declined', providerReference: intent.id, declineCode: payment.declineCode ?? payment.status }
  }
}

export function captureAnswer(payment: PaymentAtProvider, reason: string): CaptureAnswer {
  if (payment.status !== 'captured' || !payment.chargeReference) return { outcome: 'failed', reason }
  return {
    outcome: 'captured',
    captured: payment.captured,
    chargeReference: payment.chargeReference,
    ...(payment.balanceTransaction ? { balanceTransaction: payment.balanceTransaction } : {}),
  }
}

export function refundAnswer(refund: Stripe.Refund): RefundAnswer {
  const providerRefundReference = refund.id
  if (refund.status === 'succeeded') return { outcome: 'succeeded', providerRefundReference }
  if (refund.status === 'failed' || refund.status === 'canceled') {
    return { outcome: 'failed', providerRefundReference, reason: refund.failure_reason ?? refund.status }
  }
  return { outcome: 'pending', providerRefundReference }
}

export function paymentFrom(intent: Stripe.PaymentIntent): PaymentAtProvider {
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null
  const status = paymentStatus(intent.status)
  return {
    providerReference: intent.id,
    status,
    currency: intent.currency.toUpperCase(),
    authorised: status === 'authorised' || status === 'captured' ? intent.amount : 0,
    captured: intent.amount_received,
    refunded: charge?.amount_refunded ?? 0,
    chargeReference: charge?.id ?? (typeof intent.latest_charge === 'string' ? intent.latest_charge : null),
    balanceTransaction: balanceTransactionFrom(charge?.balance_transaction),
    declineCode: intent.last_payment_error?.decline_code ?? intent.last_payment_error?.code ?? null,
    tenantId: intent.metadata.tenant_id ?? null,
    purchaseId: intent.metadata.purchase_id ?? null,
    paymentId: intent.metadata.payment_id ?? null,
  }
}

function balanceTransactionFrom(
  transaction: string | Stripe.BalanceTransaction | null | undefined,
): BalanceTransaction | null {
  if (typeof transaction !== 'object' || transaction === null) return null
  return { reference: transaction.id, amount: transaction.amount, fee: transaction.fee }
}

function paymentStatus(status: Stripe.PaymentIntent['status']): PaymentAtProvider['status'] {
  switch (status) {
    case 'requires_capture':
      return 'authorised'
    case 'succeeded':
      return 'captured'
    case 'canceled':
      return 'cancelled'
    case 'requires_action':
      return 'requires_action'
    case 'requires_payment_method':
      return 'declined'
    default:
      return 'processing'
  }
}
