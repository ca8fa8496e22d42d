import type { Money } from '@mainstay/domain/money'

export type Authorise = {
  tenantId: string
  purchaseId: string
  paymentId: string
  amount: Money
  paymentMethod: string
  description: string
}

export type AuthoriseAnswer =
  | { outcome: 'authorised'; providerReference: string; authorised: number }
  | { outcome: 'requires_action'; providerReference: string }
  | { outcome: 'declined'; providerReference: string | null; declineCode: string }

export type Capture = { tenantId: string; captureId: string; providerReference: string; amount: Money }

/** What the provider booked: `amount` came in, `fee` was kept. Minor units. */
export type BalanceTransaction = { reference: string; amount: number; fee: number }

export type CaptureAnswer =
  | { outcome: 'captured'; captured: number; chargeReference: string; balanceTransaction?: BalanceTransaction }
  | { outcome: 'failed'; reason: string }

export type Cancel = { tenantId: string; providerReference: string }
export type CancelAnswer = { outcome: 'cancelled' } | { outcome: 'failed'; reason: string }

export type RequestRefund = {
  tenantId: string
  refundId: string
  providerReference: string
  amount: Money
  purchaseId?: string
  paymentId?: string
}

export type RefundAnswer =
  | { outcome: 'succeeded' | 'pending'; providerRefundReference: string }
  | { outcome: 'failed'; providerRefundReference: string | null; reason: string }

export type PaymentAtProvider = {
  providerReference: string
  status: 'processing' | 'requires_action' | 'declined' | 'authorised' | 'captured' | 'cancelled'
  currency: string
  authorised: number
  captured: number
  refunded: number
  chargeReference: string | null
  balanceTransaction: BalanceTransaction | null
  declineCode: string | null
  tenantId: string | null
  purchaseId: string | null
  paymentId: string | null
}

/**
 * What we need of a payment provider. Every write takes an idempotency key: the same key and body never has a second
 * effect while the provider remembers it (24 h). A business "no" is a value; a failing world is a thrown `Fault`.
 */
export type PaymentGateway = {
  authorise: (request: Authorise, key: string, signal?: AbortSignal) => Promise<AuthoriseAnswer>
  capture: (request: Capture, key: string, signal?: AbortSignal) => Promise<CaptureAnswer>
  cancel: (request: Cancel, key: string, signal?: AbortSignal) => Promise<CancelAnswer>
  refund: (request: RequestRefund, key: string, signal?: AbortSignal) => Promise<RefundAnswer>
  /** By our own id. Found is proof; not found is not, for a minute: the provider's search lags. */
  findPayment: (
    wanted: { tenantId: string; paymentId: string },
    signal?: AbortSignal,
  ) => Promise<PaymentAtProvider | undefined>
  getPayment: (
    wanted: { tenantId: string; providerReference: string },
    signal?: AbortSignal,
  ) => Promise<PaymentAtProvider>
  /** By our own id among the refunds of one payment. Not found is proof, once the request is over. */
  findRefund: (
    wanted: { tenantId: string; providerReference: string; refundId: string },
    signal?: AbortSignal,
  ) => Promise<RefundAnswer | undefined>
}
