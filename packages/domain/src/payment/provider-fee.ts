import { effectKey, type JournalEntry, journalEntry } from '../ledger/journal-entry.ts'
import type { Currency } from '../money/currency.ts'
import { ownedBy } from './capture.ts'

/** Taken from the provider's balance transaction, never computed. A fee that comes back is negative. */
export function providerFeeEntry(fee: {
  balanceTransactionId: string
  amount: number
  connectionId?: string
  currency: Currency
  occurredAt: Date
}): JournalEntry {
  return journalEntry({
    kind: 'provider_fee',
    effectKey: effectKey.providerFee(fee.balanceTransactionId),
    currency: fee.currency,
    occurredAt: fee.occurredAt,
    sourceType: 'balance_transaction',
    sourceId: fee.balanceTransactionId,
    postings: [
      { account: ownedBy('provider_fees', fee.connectionId), amount: fee.amount },
      { account: ownedBy('provider_clearing', fee.connectionId), amount: -fee.amount },
    ],
  })
}
