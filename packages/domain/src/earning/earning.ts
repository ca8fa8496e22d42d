import type { AccountRef } from '../ledger/account.ts'
import { effectKey, type JournalEntry, journalEntry } from '../ledger/journal-entry.ts'
import type { Currency } from '../money/currency.ts'
import { share } from '../money/rounding.ts'

/** Where the seller's part of an order is: `pending` until the conditions for a payout are met. One earning per order. */
export const earningStatuses = ['pending', 'available'] as const
export type EarningStatus = (typeof earningStatuses)[number]

/** Resolved when posting, for reversals too: a refund after the release debits what is available now. */
export function earningAccount(sellerId: string, status: EarningStatus): AccountRef {
  return { kind: status === 'pending' ? 'seller_pending' : 'seller_available', owner: sellerId }
}

export type EarningReleased = {
  orderId: string
  sellerId: string
  /** What the order earns the seller now, in minor units; negative when refunds took more than the seller got. */
  earning: number
  /** The part kept back as rolling reserve. */
  reservePpm: number
  currency: Currency
  occurredAt: Date
}

/** Undefined when nothing of the order is left to release. */
export function earningReleasedEntry(released: EarningReleased): JournalEntry | undefined {
  const { orderId, sellerId, earning } = released
  if (earning === 0) return undefined
  const reserve = share(Math.max(earning, 0), released.reservePpm)
  return journalEntry({
    kind: 'earning_released',
    effectKey: effectKey.earningReleased(orderId),
    currency: released.currency,
    occurredAt: released.occurredAt,
    orderId,
    sellerId,
    sourceType: 'earning',
    sourceId: orderId,
    postings: [
      { account: { kind: 'seller_pending', owner: sellerId }, amount: earning },
      { account: { kind: 'seller_available', owner: sellerId }, amount: reserve - earning },
      { account: { kind: 'seller_held', owner: sellerId }, amount: -reserve },
    ],
  })
}
