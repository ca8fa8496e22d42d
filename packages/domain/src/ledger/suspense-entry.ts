import type { Currency } from '../money/currency.ts'
import { ownedBy } from '../payment/entry.ts'
import { effectKey, type JournalEntry, journalEntry, negated } from './journal-entry.ts'

type Unexplained = {
  balanceTransactionId: string
  amount: number
  connectionId?: string
  currency: Currency
  occurredAt: Date
}

/** The provider moved money that nothing of ours explains: positive came in, negative went out. */
export function suspenseEntry(moved: Unexplained): JournalEntry {
  return entry(moved, effectKey.suspense(moved.balanceTransactionId))
}

/** The provider moved it in another currency than we had booked: in ours there is nothing of it. */
export function suspenseElsewhereEntry(moved: Unexplained): JournalEntry {
  return entry(moved, effectKey.suspense(`${moved.balanceTransactionId}:${moved.currency}`))
}

/** It came back as it had gone. */
export function suspenseClearedEntry(moved: Unexplained): JournalEntry {
  const booked = suspenseEntry(moved)
  return journalEntry({
    ...booked,
    kind: 'suspense_cleared',
    effectKey: `${booked.effectKey}:clear`,
    reversesKey: booked.effectKey,
    postings: negated(booked.postings),
  })
}

function entry(moved: Unexplained, key: string): JournalEntry {
  return journalEntry({
    kind: 'suspense',
    effectKey: key,
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
