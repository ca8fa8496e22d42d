import type { Currency } from '../money/currency.ts'
import { ownedBy } from '../payment/entry.ts'
import { effectKey, type JournalEntry, journalEntry } from './journal-entry.ts'

/** The provider moved money that nothing of ours explains: positive came in, negative went out. */
export function suspenseEntry(moved: {
  balanceTransactionId: string
  amount: number
  connectionId?: string
  currency: Currency
  occurredAt: Date
}): JournalEntry {
  return journalEntry({
    kind: 'suspense',
    effectKey: effectKey.suspense(moved.balanceTransactionId),
    currency: moved.currency,
    occurredAt: moved.occurredAt,
    sourceType: 'balance_transaction',
    sourceId: moved.balanceTransactionId,
    postings: [
      { account: ownedBy('provider_clearing', moved.connectionId), amount: moved.amount },
      { account: ownedBy('suspense', moved.connectionId), amount: -moved.amount },
    ],
  })
}
