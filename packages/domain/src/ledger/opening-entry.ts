import type { Currency } from '../money/currency.ts'
import type { AccountRef } from './account.ts'
import { effectKey, type JournalEntry, journalEntry } from './journal-entry.ts'

/** Names one seller's part of a purchase by the ids of the old system, which may hold what parts them here. */
export function openingName(purchaseId: string, sellerId: string): string {
  return [purchaseId, sellerId].map((id) => id.replaceAll('%', '%25').replaceAll(':', '%3A')).join(':')
}

type Opening = {
  importId: string
  externalId: string
  account: AccountRef
  /** Debit positive: what the seller is owed is negative. */
  amount: number
  orderId?: string
  sellerId?: string
  currency: Currency
  occurredAt: Date
}

/** A balance brought from the old system, booked once per import and external id however often the import runs. */
export function openingEntry(opening: Opening): JournalEntry {
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

/** By how much a mended file of the old system makes such a balance another, booked once per run that says so. */
export function openingAmendedEntry(opening: Opening, change: { id: string; importRunId: string }): JournalEntry {
  return {
    ...openingEntry(opening),
    effectKey: effectKey.openingAmended(opening, change.importRunId),
    sourceType: 'import_change',
    sourceId: change.id,
  }
}
