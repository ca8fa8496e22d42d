import { effectKey, type JournalEntry, journalEntry } from '../ledger/journal-entry.ts'
import type { Currency } from '../money/currency.ts'
import { ownedBy } from './entry.ts'

/** What the provider kept for itself of a movement of this payment, from its balance transaction; nothing, if it kept nothing. */
export function feeEntries(
  { connection: connectionId, currency }: { connection: string; currency: Currency },
  { reference, fee }: { reference: string; fee: number },
  occurredAt: Date,
): JournalEntry[] {
  if (fee === 0) return []
  return [providerFeeEntry({ balanceTransactionId: reference, amount: fee, connectionId, currency, occurredAt })]
}

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
