import type { Currency } from '../money/currency.ts'
import type { AccountRef } from './account.ts'
import { effectKey, type JournalEntry, journalEntry } from './journal-entry.ts'

/** A balance brought from the old system, booked once per import and external id however often the import runs. */
export function openingEntry(opening: {
  importId: string
  externalId: string
  account: AccountRef
  /** Debit positive: what the seller is owed is negative. */
  amount: number
  orderId?: string
  sellerId?: string
  currency: Currency
  occurredAt: Date
}): JournalEntry {
  const { importId, externalId, account, amount, ...facts } = opening
  return journalEntry({
    ...facts,
    kind: 'opening',
    effectKey: effectKey.opening(importId, externalId),
    sourceType: 'import',
    sourceId: importId,
    postings: [
      { account, amount },
      { account: { kind: 'opening_balance' }, amount: -amount },
    ],
  })
}
