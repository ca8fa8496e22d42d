import { effectKey, type JournalEntry, journalEntry } from '../ledger/journal-entry.ts'
import type { Currency } from '../money/currency.ts'
import { ownedBy } from '../payment/entry.ts'
import { type ValueBack, valueBack } from '../refund/entry.ts'

export type DisputeMovement = {
  disputeId: string
  /** What the provider moved, in minor units. */
  amount: number
  connectionId?: string
  currency: Currency
  occurredAt: Date
}

/** The bank has taken the money: it is neither with us nor lost until the dispute ends. */
export function disputeOpenedEntry(opened: DisputeMovement): JournalEntry {
  return entry(opened, {
    kind: 'dispute_opened',
    effectKey: effectKey.disputeOpened(opened.disputeId),
    withdrawn: opened.amount,
  })
}

/** The bank has given it back. */
export function disputeWonEntry(won: DisputeMovement): JournalEntry {
  return entry(won, { kind: 'dispute_won', effectKey: effectKey.disputeWon(won.disputeId, 1), withdrawn: -won.amount })
}

function entry(
  { disputeId, connectionId, currency, occurredAt }: DisputeMovement,
  moved: { kind: 'dispute_opened' | 'dispute_won'; effectKey: string; withdrawn: number },
): JournalEntry {
  const { withdrawn, ...facts } = moved
  return journalEntry({
    ...facts,
    currency,
    occurredAt,
    sourceType: 'dispute',
    sourceId: disputeId,
    postings: [
      { account: ownedBy('dispute_funds', connectionId), amount: withdrawn },
      { account: ownedBy('provider_clearing', connectionId), amount: -withdrawn },
    ],
  })
}

/** The bank keeps what it took of one order: its seller bears it, as the seller of a refund would. */
export function disputeLostEntry(lost: ValueBack & { disputeId: string }): JournalEntry {
  return journalEntry({
    kind: 'dispute_lost',
    effectKey: effectKey.disputeLost(lost.disputeId, 1, lost.orderId),
    currency: lost.currency,
    occurredAt: lost.occurredAt,
    orderId: lost.orderId,
    sellerId: lost.accounts.sellerId,
    sourceType: 'dispute',
    sourceId: lost.disputeId,
    postings: valueBack(lost, ownedBy('dispute_funds', lost.accounts.connectionId)),
  })
}

/** More was lost than the orders had left: it is the marketplace's own loss. */
export function disputeLossEntry({
  disputeId,
  amount,
  connectionId,
  currency,
  occurredAt,
}: DisputeMovement): JournalEntry {
  return journalEntry({
    kind: 'dispute_lost',
    effectKey: effectKey.disputeLost(disputeId, 1, 'rest'),
    currency,
    occurredAt,
    sourceType: 'dispute',
    sourceId: disputeId,
    postings: [
      { account: ownedBy('dispute_losses', undefined), amount },
      { account: ownedBy('dispute_funds', connectionId), amount: -amount },
    ],
  })
}
