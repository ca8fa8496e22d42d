import type { AccountRef } from '../ledger/account.ts'
import { type EntryKind, effectKey, type JournalEntry, journalEntry } from '../ledger/journal-entry.ts'
import type { Currency } from '../money/currency.ts'
import { ownedBy } from '../payment/entry.ts'

export type PayoutMove = {
  payoutId: string
  sellerId: string
  amount: number
  currency: Currency
  occurredAt: Date
  connectionId?: string
}

/** The batch is approved: the money is promised to this payout and to nothing else. */
export function payoutAssignedEntry(payout: PayoutMove): JournalEntry {
  return move(payout, {
    kind: 'payout_assigned',
    effectKey: effectKey.payoutAssigned(payout.payoutId),
    to: { kind: 'seller_available', owner: payout.sellerId },
    from: { kind: 'payout_committed', owner: payout.sellerId },
  })
}

/** The provider accepted it and debited our balance. */
export function payoutSentEntry(payout: PayoutMove): JournalEntry {
  return move(payout, {
    kind: 'payout_sent',
    effectKey: effectKey.payoutSent(payout.payoutId),
    to: { kind: 'payout_in_transit', owner: payout.sellerId },
    from: ownedBy('provider_clearing', payout.connectionId),
  })
}

/** The seller's bank has it. */
export function payoutPaidEntry(payout: PayoutMove): JournalEntry {
  return move(payout, {
    kind: 'payout_paid',
    effectKey: effectKey.payoutPaid(payout.payoutId),
    to: { kind: 'payout_committed', owner: payout.sellerId },
    from: { kind: 'payout_in_transit', owner: payout.sellerId },
  })
}

function move(
  payout: PayoutMove,
  { to, from, ...facts }: { kind: EntryKind; effectKey: string; to: AccountRef; from: AccountRef },
): JournalEntry {
  return journalEntry({
    ...facts,
    currency: payout.currency,
    occurredAt: payout.occurredAt,
    sellerId: payout.sellerId,
    sourceType: 'payout',
    sourceId: payout.payoutId,
    postings: [
      { account: to, amount: payout.amount },
      { account: from, amount: -payout.amount },
    ],
  })
}
