import type { State } from './state.ts'
import { listObjects, type Metadata } from './stripe/objects.ts'

type PaymentLine = {
  tenantId: string | null
  purchaseId: string | null
  paymentId: string | null
  paymentIntents: number
  declined: number
  canceled: number
  authorizations: number
  captures: number
  captured: number
  fees: number
  refunds: number
  refunded: number
  refundsFailed: number
  /** Withdrawn for disputes and not given back. */
  disputed: number
  currency: string
}

type RefundLine = {
  tenantId: string | null
  refundId: string | null
  refunds: number
  amount: number
  statuses: string[]
}

/**
 * What the provider believes happened, grouped by the product's own ids: the oracle for "one charge, one refund".
 * Amounts in minor units; `refunds` and `refunded` leave failed refunds out.
 */
export function providerLedger(state: State): {
  totals: Record<
    string,
    { captures: number; captured: number; fees: number; refunds: number; refunded: number; disputed: number }
  >
  payments: PaymentLine[]
  refunds: RefundLine[]
  /** What the provider holds for us, by the currency it keeps it in. */
  balance: Record<string, number>
} {
  const payments = new Map<string, PaymentLine>()
  const lineOfIntent = new Map<string, PaymentLine>()
  for (const intent of listObjects(state, 'payment_intent').toReversed()) {
    const key = intent.metadata.payment_id ? `${intent.metadata.tenant_id}/${intent.metadata.payment_id}` : intent.id
    const line = payments.get(key) ?? emptyLine(intent.metadata, intent.currency)
    line.paymentIntents += 1
    if (intent.status === 'canceled') line.canceled += 1
    payments.set(key, line)
    lineOfIntent.set(intent.id, line)
  }
  const feeBySource = new Map(listObjects(state, 'balance_transaction').map((entry) => [entry.source, entry.fee]))
  for (const charge of listObjects(state, 'charge')) {
    const line = lineOfIntent.get(charge.payment_intent)
    if (!line) continue
    if (charge.status === 'failed') line.declined += 1
    else line.authorizations += 1
    if (!charge.captured) continue
    line.captures += 1
    line.captured += charge.amount_captured
    line.fees += feeBySource.get(charge.id) ?? 0
  }
  const refunds = new Map<string, RefundLine>()
  for (const refund of listObjects(state, 'refund').toReversed()) {
    const payment = lineOfIntent.get(refund.payment_intent)
    if (payment && refund.status === 'failed') payment.refundsFailed += 1
    if (payment && refund.status !== 'failed') {
      payment.refunds += 1
      payment.refunded += refund.amount
    }
    const key = refund.metadata.refund_id ? `${refund.metadata.tenant_id}/${refund.metadata.refund_id}` : refund.id
    const line = refunds.get(key) ?? {
      tenantId: refund.metadata.tenant_id ?? null,
      refundId: refund.metadata.refund_id ?? null,
      refunds: 0,
      amount: 0,
      statuses: [],
    }
    line.refunds += 1
    line.amount += refund.amount
    line.statuses.push(refund.status)
    refunds.set(key, line)
  }
  for (const dispute of listObjects(state, 'dispute')) {
    const payment = lineOfIntent.get(dispute.payment_intent)
    const moved = dispute.balance_transactions.reduce((sum, transaction) => sum + transaction.amount, 0)
    if (!payment) continue
    payment.disputed -= moved
    payment.fees += dispute.balance_transactions.reduce((sum, transaction) => sum + transaction.fee, 0)
  }
  const balance: Record<string, number> = {}
  for (const { currency, net } of listObjects(state, 'balance_transaction')) {
    balance[currency] = (balance[currency] ?? 0) + net
  }
  const lines = [...payments.values()]
  return { totals: totalsOf(lines), payments: lines, refunds: [...refunds.values()], balance }
}

export type ProviderLedger = ReturnType<typeof providerLedger>

function emptyLine(metadata: Metadata, currency: string): PaymentLine {
  return {
    tenantId: metadata.tenant_id ?? null,
    purchaseId: metadata.purchase_id ?? null,
    paymentId: metadata.payment_id ?? null,
    paymentIntents: 0,
    declined: 0,
    canceled: 0,
    authorizations: 0,
    captures: 0,
    captured: 0,
    fees: 0,
    refunds: 0,
    refunded: 0,
    refundsFailed: 0,
    disputed: 0,
    currency,
  }
}

function totalsOf(lines: PaymentLine[]): ProviderLedger['totals'] {
  const totals: ProviderLedger['totals'] = {}
  for (const line of lines) {
    const total = totals[line.currency] ?? { captures: 0, captured: 0, fees: 0, refunds: 0, refunded: 0, disputed: 0 }
    total.captures += line.captures
    total.captured += line.captured
    total.fees += line.fees
    total.refunds += line.refunds
    total.refunded += line.refunded
    total.disputed += line.disputed
    totals[line.currency] = total
  }
  return totals
}
