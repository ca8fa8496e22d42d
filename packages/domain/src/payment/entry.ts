import { type EarningStatus, earningAccount } from '../earning/earning.ts'
import type { AccountKind, AccountRef } from '../ledger/account.ts'
import { effectKey, type JournalEntry, journalEntry } from '../ledger/journal-entry.ts'
import type { Currency } from '../money/currency.ts'
import { sumOf } from '../money/sum.ts'
import { type CaptureEffect, totalComponents } from '../order/line-effect.ts'

/** Whose accounts an order moves. An owner that is absent means the tenant's one account of that kind. */
export type OrderAccounts = {
  sellerId: string
  connectionId?: string
  buyerId?: string
  campaignId?: string
  jurisdiction?: string
}

/** Its seller's accounts, and those of the connection its buyer paid through. */
export function accountsOf(payment: { connection: string }, order: { sellerId: string }): OrderAccounts {
  return { sellerId: order.sellerId, connectionId: payment.connection }
}

export type Captured = {
  captureId: string
  orderId: string
  accounts: OrderAccounts
  earningStatus: EarningStatus
  effects: readonly CaptureEffect[]
  /** Where the buyer's money is: at the provider, or still owed on an invoice. */
  paidInto?: 'provider_clearing' | 'buyer_receivable'
  currency: Currency
  occurredAt: Date
}

/** The buyer's money of one order came in, and everybody's part of it with it. */
export function captureEntry(captured: Captured): JournalEntry {
  const { captureId, orderId, accounts, effects } = captured
  const moved = totalComponents(effects.map((effect) => effect.components))
  const amount = sumOf(effects, (effect) => effect.amount)
  const seller = sumOf(effects, (effect) => effect.seller)
  return journalEntry({
    kind: 'capture',
    effectKey: effectKey.capture(captureId, orderId),
    currency: captured.currency,
    occurredAt: captured.occurredAt,
    orderId,
    sellerId: accounts.sellerId,
    sourceType: 'capture',
    sourceId: captureId,
    postings: [
      { account: buyerSide(captured.paidInto ?? 'provider_clearing', accounts), amount },
      { account: ownedBy('campaign_funding', accounts.campaignId), amount: moved.funding },
      { account: ownedBy('tax_recoverable', accounts.jurisdiction), amount: moved.supplyTax },
      { account: ownedBy('tax_payable_sale', accounts.jurisdiction), amount: -moved.taxOperator },
      { account: ownedBy('commission_revenue', undefined), amount: -moved.commission },
      { account: ownedBy('tax_payable_commission', accounts.jurisdiction), amount: -moved.commissionTax },
      { account: ownedBy('shipping_revenue', undefined), amount: -moved.operatorIncome },
      { account: earningAccount(accounts.sellerId, captured.earningStatus), amount: -seller },
    ],
  })
}

/** The account of that kind; without an owner it is the tenant's. */
export function ownedBy(kind: AccountKind, owner: string | undefined): AccountRef {
  return owner === undefined ? { kind } : { kind, owner }
}

/** Where the buyer's money comes from or goes to. A bank account is the tenant's one. */
export function buyerSide(
  kind: 'provider_clearing' | 'buyer_receivable' | 'bank',
  accounts: Pick<OrderAccounts, 'connectionId' | 'buyerId'>,
): AccountRef {
  if (kind === 'provider_clearing') return ownedBy(kind, accounts.connectionId)
  return ownedBy(kind, kind === 'bank' ? undefined : accounts.buyerId)
}
