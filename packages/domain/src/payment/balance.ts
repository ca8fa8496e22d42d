import type { Act } from '../command/act.ts'
import type { JournalEntry } from '../ledger/journal-entry.ts'
import { suspenseElsewhereEntry, suspenseEntry } from '../ledger/suspense-entry.ts'
import { nothingQueued, type QueueChanges } from '../work-item/queue.ts'
import type { StoredPayment } from './payment.ts'
import { feeEntries } from './provider-fee.ts'
import { balanceMismatchItem, otherCurrencyItem } from './queue.ts'

/**
 * What a movement did to our balance at the provider, in minor units of its own currency: `amount` came in or, below
 * zero, went out; `fee` was kept of it. What is not told is as we believe it: the amount that moved, in its currency.
 */
export type BalanceTransactionFact = {
  reference: string
  fee: number
  amount?: number
  currency?: string
  occurredAt?: Date | undefined
}

/** What we have booked of a movement, and what it was. `promised` is what the bank had held for it. */
type Moved = { amount: number; promised?: number; movement: BalanceTransactionFact }

/** What is booked so that our clearing follows the provider's balance, and what people are asked. */
export type BalanceLearned = {
  /** The fee is null where it is in another currency than the payment's. */
  kept: { balanceReference: string; fee: number | null }
  entries: JournalEntry[]
  /** In another currency than the payment's: none of the books of its purchase. */
  elsewhere: JournalEntry[]
  queue: QueueChanges
}

/** Booked once, also when it is learned after the movement. What our books do not explain of it is in suspense. */
export function learnBalance(payment: StoredPayment, moved: Moved, act: Act): BalanceLearned {
  const { reference: balanceReference, fee, currency = payment.currency, amount = moved.amount } = moved.movement
  const { occurredAt = act.at } = moved.movement
  const movement = { balanceTransactionId: balanceReference, connectionId: payment.connection, occurredAt }
  if (currency !== payment.currency) {
    const net = amount - fee
    const gone = 0 - moved.amount
    return {
      kept: { balanceReference, fee: null },
      entries: gone === 0 ? [] : [suspenseElsewhereEntry({ ...movement, amount: gone, currency: payment.currency })],
      elsewhere: net === 0 ? [] : [suspenseEntry({ ...movement, amount: net, currency })],
      queue: { ...nothingQueued, opens: [otherCurrencyItem(payment, currency, act)] },
    }
  }
  const difference = differenceOf(amount, moved)
  const entries = feeEntries(payment, moved.movement, occurredAt)
  const kept = { balanceReference, fee }
  if (difference === 0) return { kept, entries, elsewhere: [], queue: nothingQueued }
  return {
    kept,
    entries: [...entries, suspenseEntry({ ...movement, amount: difference, currency })],
    elsewhere: [],
    queue: { ...nothingQueued, opens: [balanceMismatchItem(payment, { moved: moved.amount, booked: amount }, act)] },
  }
}

/** A provider may book all that was promised and take the part that was not captured out again beside it. */
function differenceOf(amount: number, { amount: moved, promised }: Pick<Moved, 'amount' | 'promised'>): number {
  const isNetted = amount === promised && moved < promised
  return isNetted ? 0 : amount - moved
}
