import type { Currency } from '../money/currency.ts'
import { assertSafeInteger } from '../money/rounding.ts'
import { sumOf } from '../money/sum.ts'
import type { AccountRef } from './account.ts'

export const entryKinds = [
  'capture',
  'receivable_settled',
  'capture_reversed',
  'provider_fee',
  'earning_released',
  'refund_committed',
  'refund_settled',
  'refund_released',
  'refund_bounced',
  'dispute_opened',
  'hold_placed',
  'hold_released',
  'dispute_won',
  'dispute_won_reversed',
  'dispute_lost',
  'dispute_lost_reversed',
  'seller_charge',
  'seller_charge_reversed',
  'seller_credit',
  'clawback_opened',
  'clawback_recovered',
  'payout_assigned',
  'payout_sent',
  'payout_paid',
  'payout_failed',
  'payout_returned',
  'payout_funds_back',
  'payout_revived',
  'treasury_move',
  'suspense',
  'suspense_cleared',
  'recon_adjust',
  'write_off',
  'write_off_reversed',
  'write_off_recovery',
  'opening',
] as const
export type EntryKind = (typeof entryKinds)[number]

/** What an entry tells about: the row whose change it books. */
export type EntrySource =
  | 'capture'
  | 'refund'
  | 'earning'
  | 'payout'
  | 'balance_transaction'
  | 'dispute'
  | 'import'
  | 'import_change'

/** Debit is positive, credit is negative, in minor units. */
export type Posting = { account: AccountRef; amount: number }

/** One balanced entry, in one currency. `effectKey` makes it happen once, however often its fact is reported. */
export type JournalEntry = {
  kind: EntryKind
  effectKey: string
  currency: Currency
  occurredAt: Date
  postings: readonly Posting[]
  orderId?: string
  sellerId?: string
  sourceType: EntrySource
  sourceId: string
  /** The effect key of the entry this one takes back. */
  reversesKey?: string
}

/**
 * Drops the postings of zero and refuses, as a bug, what no ledger may hold: an entry that does not sum to zero, has no
 * posting, or names an account twice.
 */
export function journalEntry(draft: JournalEntry): JournalEntry {
  const postings = draft.postings.filter((posting) => posting.amount !== 0)
  postings.forEach((posting) => {
    assertSafeInteger(posting.amount)
  })
  const sum = sumOf(postings, (posting) => posting.amount)
  if (sum !== 0) throw new Error(`Entry ${draft.effectKey} is off by ${sum}`)
  if (postings.length === 0) throw new Error(`Entry ${draft.effectKey} moves nothing`)
  const names = postings.map((posting) => accountName(posting.account))
  if (new Set(names).size < names.length)
    throw new Error(`Entry ${draft.effectKey} names an account twice: ${names.join(', ')}`)
  return { ...draft, postings }
}

/** `seller_available:A`, or the kind alone for the tenant's own. */
export function accountName(account: AccountRef): string {
  return account.owner === undefined ? account.kind : `${account.kind}:${account.owner}`
}

export function negated(postings: readonly Posting[]): Posting[] {
  return postings.map(({ account, amount }) => ({ account, amount: 0 - amount }))
}

/** The key of an entry is built from our own ids, so that every report of one fact computes the same key. */
export const effectKey = {
  capture: (captureId: string, orderId: string) => `capture:${captureId}:${orderId}`,
  providerFee: (balanceTransactionId: string) => `fee:${balanceTransactionId}`,
  earningReleased: (orderId: string) => `earning:${orderId}:release`,
  refundCommitted: (refundId: string, orderId: string) => `refund:${refundId}:commit:${orderId}`,
  refundCommittedAgain: (refundId: string, orderId: string, n: number) =>
    `refund:${refundId}:commit:${orderId}:again:${n}`,
  refundSettled: (refundId: string, attemptId: string) => `refund:${refundId}:settle:${attemptId}`,
  refundReleased: (refundId: string, orderId: string) => `refund:${refundId}:release:${orderId}`,
  refundAttempt: (refundId: string, attempt: number) => `refund:${refundId}:a${attempt}`,
  refundBounced: (refundId: string, attemptId: string) => `refund:${refundId}:bounce:${attemptId}`,
  payoutAssigned: (payoutId: string) => `payout:${payoutId}:assign`,
  payoutSent: (payoutId: string) => `payout:${payoutId}:sent`,
  payoutPaid: (payoutId: string) => `payout:${payoutId}:paid`,
  disputeOpened: (disputeId: string) => `dispute:${disputeId}:open`,
  disputeWon: (disputeId: string, n: number) => `dispute:${disputeId}:won:${n}`,
  disputeLost: (disputeId: string, n: number, orderId: string) => `dispute:${disputeId}:lost:${n}:${orderId}`,
  suspense: (balanceTransactionId: string) => `suspense:${balanceTransactionId}`,
  opening: (importId: string, externalId: string) => `import:${importId}:${externalId}`,
  openingAmended: (opening: { importId: string; externalId: string }, importRunId: string) =>
    `import:${opening.importId}:${opening.externalId}:amended:${importRunId}`,
  reverse: (key: string) => `${key}:reverse`,
}
