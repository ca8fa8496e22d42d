import { type EarningStatus, earningAccount } from '../earning/earning.ts'
import type { AccountRef } from '../ledger/account.ts'
import { effectKey, type JournalEntry, journalEntry, negated, type Posting } from '../ledger/journal-entry.ts'
import type { Currency } from '../money/currency.ts'
import { sumOf } from '../money/sum.ts'
import { postedComponents, type ReturnEffect, totalComponents } from '../order/line-effect.ts'
import { buyerSide, type OrderAccounts, ownedBy } from '../payment/entry.ts'

/** Value that goes back to the buyer, of one order. */
export type ValueBack = {
  orderId: string
  accounts: OrderAccounts
  /** The status now, not the one at capture: a released earning is debited where it is. */
  earningStatus: EarningStatus
  effects: readonly ReturnEffect[]
  currency: Currency
  occurredAt: Date
}

export type RefundCommitted = ValueBack & { refundId: string }

/**
 * The refund is approved and claimed: its amount is promised to the buyer, and seller or operator bear it. Undefined where
 * only goods come back: nobody paid for them.
 */
export function refundCommittedEntry(committed: RefundCommitted): JournalEntry | undefined {
  const { refundId, orderId } = committed
  const postings = commitment(committed)
  if (postings.every((posting) => posting.amount === 0)) return undefined
  return journalEntry({
    ...refundFacts(committed),
    kind: 'refund_committed',
    effectKey: effectKey.refundCommitted(refundId, orderId),
    orderId,
    sellerId: committed.accounts.sellerId,
    postings,
  })
}

/** The refund is given up: the promise is taken back, on the earning where it is today. */
export function refundReleasedEntry(released: RefundCommitted): JournalEntry {
  const { refundId, orderId } = released
  return journalEntry({
    ...refundFacts(released),
    kind: 'refund_released',
    effectKey: effectKey.refundReleased(refundId, orderId),
    reversesKey: effectKey.refundCommitted(refundId, orderId),
    orderId,
    sellerId: released.accounts.sellerId,
    postings: negated(commitment(released)),
  })
}

export type RefundAttempt = {
  refundId: string
  attemptId: string
  orderId: string
  accounts: OrderAccounts
  /** What the buyer got or gave back, in minor units. */
  amount: number
  currency: Currency
  occurredAt: Date
}

/** The money left: taken from our balance at the provider, our bank, or off the buyer's unpaid invoice. */
export function refundSettledEntry(
  settled: RefundAttempt & { paidFrom?: 'provider_clearing' | 'bank' | 'buyer_receivable' },
): JournalEntry {
  return journalEntry({
    ...refundFacts(settled),
    kind: 'refund_settled',
    effectKey: effectKey.refundSettled(settled.refundId, settled.attemptId),
    orderId: settled.orderId,
    sellerId: settled.accounts.sellerId,
    postings: [
      { account: ownedBy('refund_payable', settled.accounts.buyerId), amount: settled.amount },
      { account: buyerSide(settled.paidFrom ?? 'provider_clearing', settled.accounts), amount: -settled.amount },
    ],
  })
}

/** The refund failed after it had succeeded: the money is back with us and still promised to the buyer. */
export function refundBouncedEntry(bounced: RefundAttempt): JournalEntry {
  return journalEntry({
    ...refundFacts(bounced),
    kind: 'refund_bounced',
    effectKey: effectKey.refundBounced(bounced.refundId, bounced.attemptId),
    orderId: bounced.orderId,
    sellerId: bounced.accounts.sellerId,
    postings: [
      { account: buyerSide('provider_clearing', bounced.accounts), amount: bounced.amount },
      { account: ownedBy('refund_payable', bounced.accounts.buyerId), amount: -bounced.amount },
    ],
  })
}

function commitment(committed: RefundCommitted): Posting[] {
  return valueBack(committed, ownedBy('refund_payable', committed.accounts.buyerId))
}

/** What goes back, against the account that pays it, from whoever bears it. */
export function valueBack({ effects, accounts, earningStatus }: ValueBack, paidBy: AccountRef): Posting[] {
  const posted = totalComponents(effects.map(postedComponents))
  const total = (of: 'amount' | 'seller' | 'operator') => sumOf(effects, (effect) => effect[of])
  return [
    { account: paidBy, amount: -total('amount') },
    { account: ownedBy('tax_payable_sale', accounts.jurisdiction), amount: posted.taxOperator },
    { account: ownedBy('tax_recoverable', accounts.jurisdiction), amount: -posted.supplyTax },
    { account: ownedBy('campaign_funding', accounts.campaignId), amount: -posted.funding },
    { account: ownedBy('shipping_revenue', undefined), amount: posted.operatorIncome },
    { account: ownedBy('commission_revenue', undefined), amount: posted.commission },
    { account: ownedBy('tax_payable_commission', accounts.jurisdiction), amount: posted.commissionTax },
    { account: earningAccount(accounts.sellerId, earningStatus), amount: total('seller') },
    { account: ownedBy('goodwill', undefined), amount: total('operator') },
  ]
}

function refundFacts(refund: { refundId: string; currency: Currency; occurredAt: Date }) {
  return {
    currency: refund.currency,
    occurredAt: refund.occurredAt,
    sourceType: 'refund',
    sourceId: refund.refundId,
  } as const
}
