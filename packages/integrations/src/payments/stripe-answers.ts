import { foreignMark, type PaymentIdentity } from '@mainstay/domain/payment/identity'
import { feeFromProvider, fromProvider } from '@mainstay/domain/payment/provider-currency'
import type Stripe from 'stripe'
import type {
  AuthorizeAnswer,
  BalanceTransaction,
  CaptureAnswer,
  DisputeAtProvider,
  PaymentAtProvider,
  RefundAnswer,
  RefundAtProvider,
} from './payment-gateway.ts'

export type Declined = { declined: string; intent: Stripe.PaymentIntent | null }

/** The provider told of something else than the payment that was asked about: nothing of it may be believed. */
export class ForeignAnswer extends Error {
  constructor(what: string, mark: string) {
    super(`${what} is not of the payment that was asked about: its ${mark} is another`)
    this.name = 'ForeignAnswer'
  }
}

export function authorizeAnswer(answer: Stripe.PaymentIntent | Declined, ours: PaymentIdentity): AuthorizeAnswer {
  if ('declined' in answer) {
    const providerReference = answer.intent && paymentFrom(answer.intent, ours).providerReference
    const occurredAt = answer.intent && dateOf(answer.intent.created)
    return { outcome: 'declined', providerReference, declineCode: answer.declined, occurredAt }
  }
  const payment = paymentFrom(answer, ours)
  const { providerReference, askedAt: occurredAt } = payment
  switch (payment.status) {
    case 'authorized':
    case 'captured':
      return { outcome: 'authorized', providerReference, authorized: payment.authorized, occurredAt }
    case 'requires_action':
    case 'processing':
      return { outcome: 'requires_action', providerReference }
    case 'declined':
    case 'canceled':
    case 'expired':
      return { outcome: 'declined', providerReference, declineCode: payment.declineCode ?? payment.status, occurredAt }
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

export function refundFrom(refund: Stripe.Refund, ours: OurReference): RefundAtProvider {
  const metadata = refund.metadata ?? {}
  assertOurs(refund.id, ours, {
    // A refund made by hand says nothing of us: it is ours by the payment it is of.
    tenantId: metadata['tenant_id'] ?? ours.tenantId,
    paymentId: metadata['payment_id'] ?? ours.paymentId,
    currency: refund.currency,
    providerReference: idOf(refund.payment_intent),
  })
  const amount = fromProvider(refund.amount, ours.currency).amount
  return {
    reference: refund.id,
    refundId: metadata['refund_id'] ?? null,
    amount,
    answer: refundAnswer(refund, amount),
  }
}

function refundAnswer(refund: Stripe.Refund, amount: number): RefundAnswer {
  const { id: providerRefundReference, status } = refund
  if (status === 'failed' || status === 'canceled') {
    const balanceTransaction = balanceTransactionFrom(refund.failure_balance_transaction)
    const occurredAt = balanceTransaction?.occurredAt ?? null
    const reason = refund.failure_reason ?? status
    return { outcome: 'failed', providerRefundReference, reason, occurredAt, balanceTransaction }
  }
  return {
    outcome: status === 'succeeded' ? 'succeeded' : 'pending',
    providerRefundReference,
    amount,
    occurredAt: dateOf(refund.created),
    balanceTransaction: balanceTransactionFrom(refund.balance_transaction),
  }
}

export function paymentFrom(intent: Stripe.PaymentIntent, ours: PaymentIdentity): PaymentAtProvider {
  assertOurs(intent.id, ours, {
    tenantId: intent.metadata['tenant_id'] ?? null,
    paymentId: intent.metadata['payment_id'] ?? null,
    currency: intent.currency,
    providerReference: intent.id,
  })
  const amountOf = (amount: number) => fromProvider(amount, ours.currency).amount
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null
  const status = paymentStatus(intent)
  return {
    providerReference: intent.id,
    status,
    currency: ours.currency,
    askedAt: dateOf(intent.created),
    canceledAt: intent.canceled_at === null ? null : dateOf(intent.canceled_at),
    authorized: status === 'authorized' || status === 'captured' ? amountOf(intent.amount) : 0,
    captured: amountOf(intent.amount_received),
    refunded: amountOf(charge?.amount_refunded ?? 0),
    disputed: charge?.disputed ?? false,
    chargeReference: charge?.id ?? (typeof intent.latest_charge === 'string' ? intent.latest_charge : null),
    balanceTransaction: balanceTransactionFrom(charge?.balance_transaction),
    declineCode: intent.last_payment_error?.decline_code ?? intent.last_payment_error?.code ?? null,
    purchaseId: intent.metadata['purchase_id'] ?? null,
  }
}

export function disputeFrom(dispute: Stripe.Dispute, ours: OurReference): DisputeAtProvider {
  assertOurs(dispute.id, ours, { ...ours, currency: dispute.currency, providerReference: idOf(dispute.payment_intent) })
  const dueBy = dispute.evidence_details.due_by
  return {
    reference: dispute.id,
    status: disputeStatus(dispute.status),
    reason: dispute.reason,
    amount: fromProvider(dispute.amount, ours.currency).amount,
    movements: dispute.balance_transactions.map(movementFrom),
    openedAt: dateOf(dispute.created),
    evidenceDueAt: dueBy === null ? null : dateOf(dueBy),
  }
}

/** The provider counts in seconds. */
function dateOf(seconds: number): Date {
  return new Date(seconds * 1_000)
}

function disputeStatus(status: string): DisputeAtProvider['status'] {
  if (status === 'won' || status === 'lost') return status
  return status.startsWith('warning_') || status === 'prevented' ? 'inquiry' : 'open'
}

type OurReference = PaymentIdentity & { providerReference: string }
type Claimed = Parameters<typeof foreignMark>[1]

function assertOurs(what: string, ours: PaymentIdentity, claimed: Claimed): void {
  const mark = foreignMark(ours, { ...claimed, currency: claimed.currency.toUpperCase() })
  if (mark !== undefined) throw new ForeignAnswer(what, mark)
}

function idOf(reference: string | { id: string } | null): string {
  return (typeof reference === 'string' ? reference : reference?.id) ?? ''
}

function balanceTransactionFrom(
  transaction: string | Stripe.BalanceTransaction | null | undefined,
): BalanceTransaction | null {
  return typeof transaction === 'object' && transaction !== null ? movementFrom(transaction) : null
}

/** In the currency the provider keeps our balance in, which need not be the payment's. */
function movementFrom({ id, amount, fee, created, ...transaction }: Stripe.BalanceTransaction): BalanceTransaction {
  const currency = transaction.currency.toUpperCase()
  return {
    reference: id,
    amount: fromProvider(amount, currency).amount,
    fee: feeFromProvider(fee, currency),
    currency,
    occurredAt: dateOf(created),
  }
}

function paymentStatus(intent: Stripe.PaymentIntent): PaymentAtProvider['status'] {
  switch (intent.status) {
    case 'requires_capture':
      return 'authorized'
    case 'succeeded':
      return 'captured'
    case 'canceled':
      // Nobody asked: the provider gives back what was not captured in time.
      return intent.cancellation_reason === 'automatic' ? 'expired' : 'canceled'
    case 'requires_action':
      return 'requires_action'
    case 'requires_payment_method':
      return 'declined'
    default:
      return 'processing'
  }
}
