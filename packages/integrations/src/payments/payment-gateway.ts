import type { Money } from '@mainstay/domain/money/money'

/** Whose payment it is. An answer that is about another one is a Fault of the kind `foreign`, and nothing of it is told. */
export type OurPayment = { tenantId: string; paymentId: string; currency: string }
export type PaymentReference = OurPayment & { providerReference: string }

export type Authorize = {
  tenantId: string
  purchaseId: string
  paymentId: string
  amount: Money
  paymentMethod: string
  description: string
}

export type AuthorizeAnswer =
  | { outcome: 'authorized'; providerReference: string; authorized: number; occurredAt: Date }
  | { outcome: 'requires_action'; providerReference: string }
  | { outcome: 'declined'; providerReference: string | null; declineCode: string; occurredAt: Date | null }

export type Capture = {
  tenantId: string
  paymentId: string
  captureId: string
  providerReference: string
  amount: Money
}

/** What the provider booked, and when: `amount` came in, `fee` was kept. Minor units of its own currency. */
export type BalanceTransaction = {
  reference: string
  amount: number
  fee: number
  currency: string
  occurredAt: Date
}

export type CaptureAnswer =
  | { outcome: 'captured'; captured: number; chargeReference: string; balanceTransaction?: BalanceTransaction }
  | { outcome: 'failed'; reason: string }

export type CancelAnswer = { outcome: 'canceled' } | { outcome: 'failed'; reason: string }

export type RequestRefund = {
  tenantId: string
  refundId: string
  paymentId: string
  purchaseId: string
  providerReference: string
  amount: Money
}

/** Its balance transaction is that of the money going out or, where it failed, coming back; null in the answer to a request. */
export type RefundAnswer = { occurredAt: Date | null; balanceTransaction: BalanceTransaction | null } & (
  | { outcome: 'succeeded' | 'pending'; providerRefundReference: string; amount: number }
  | { outcome: 'failed'; providerRefundReference: string | null; reason: string }
)

/** A refund of a payment, whoever made it. `refundId` is null for one that was not made by us. */
export type RefundAtProvider = { refundId: string | null; amount: number; answer: RefundAnswer; reference: string }

export type PaymentAtProvider = {
  providerReference: string
  /** `expired`: the bank's promise ran out; `canceled`: somebody gave it back. */
  status: 'processing' | 'requires_action' | 'declined' | 'authorized' | 'captured' | 'canceled' | 'expired'
  currency: string
  /** When the bank was asked, and answered. */
  askedAt: Date
  /** When it ended without money. */
  canceledAt: Date | null
  authorized: number
  captured: number
  refunded: number
  disputed: boolean
  chargeReference: string | null
  balanceTransaction: BalanceTransaction | null
  declineCode: string | null
  purchaseId: string | null
}

/** The buyer's bank takes money back; what that moved in our balance is in the movements, withdrawn is negative. */
export type DisputeAtProvider = {
  reference: string
  /** `inquiry`: a question, for which no money has moved. */
  status: 'inquiry' | 'open' | 'won' | 'lost'
  reason: string
  amount: number
  movements: BalanceTransaction[]
  openedAt: Date
  evidenceDueAt: Date | null
}

/**
 * What we need of a payment provider. Every write takes an idempotency key: the same key and body never has a second
 * effect while the provider remembers it (24 h). A business "no" is a value; a failing world is a thrown `Fault`. Amounts
 * are our minor units on both sides, however the provider counts.
 */
export type PaymentGateway = {
  authorize: (request: Authorize, key: string, signal?: AbortSignal) => Promise<AuthorizeAnswer>
  capture: (request: Capture, key: string, signal?: AbortSignal) => Promise<CaptureAnswer>
  cancel: (request: PaymentReference, key: string, signal?: AbortSignal) => Promise<CancelAnswer>
  refund: (request: RequestRefund, key: string, signal?: AbortSignal) => Promise<RefundAnswer>
  /** By our own id. Found is proof; not found is not, for a minute: the provider's search lags. */
  findPayment: (wanted: OurPayment, signal?: AbortSignal) => Promise<PaymentAtProvider | undefined>
  getPayment: (wanted: PaymentReference, signal?: AbortSignal) => Promise<PaymentAtProvider>
  /** All refunds of one payment, newest first. Not there is proof, once the request for it is over. */
  listRefunds: (wanted: PaymentReference, signal?: AbortSignal) => Promise<RefundAtProvider[]>
  /** The disputes of one payment, oldest first. */
  listDisputes: (wanted: PaymentReference, signal?: AbortSignal) => Promise<DisputeAtProvider[]>
}
