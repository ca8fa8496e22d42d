import { type BalanceLearned, type BalanceTransactionFact, learnBalance } from '@mainstay/domain/payment/balance'
import { postEntries } from '../ledger/ledger.ts'
import type { Tx } from '../postgres/client.ts'
import { saveQueueChanges } from '../work-item/work-item.ts'
import { savePaymentEvent } from './event.ts'
import type { LockedPayment } from './payment.ts'

/** Stores what a movement did to our balance at the provider. Money in another currency is no part of its purchase. */
export async function saveBalance(
  tx: Tx,
  payment: Pick<LockedPayment, 'purchaseId' | 'connection'>,
  balance: BalanceLearned,
): Promise<void> {
  const { kept, entries, elsewhere, queue } = balance
  const balanceTransaction = balanceTransactionOf(payment, balance)
  postEntries(tx, entries, { purchaseId: payment.purchaseId, balanceTransaction })
  // The second of its kind for one balance transaction, in the other currency.
  postEntries(tx, elsewhere, { externalRef: kept.balanceReference })
  await saveQueueChanges(tx, queue)
}

/** Which movement of the provider's it is of. */
export function balanceTransactionOf(
  { connection }: Pick<LockedPayment, 'connection'>,
  { kept }: Pick<BalanceLearned, 'kept'>,
) {
  return { connection, reference: kept.balanceReference }
}

/** What became of our balance when `moved` came in or, below zero, went out: once, however often it is told. */
export async function recordMovement(
  tx: Tx,
  payment: LockedPayment,
  { moved, movement }: { moved: number; movement: BalanceTransactionFact },
): Promise<LockedPayment> {
  const balance = learnBalance(payment, { amount: moved, movement }, tx.act)
  if (balance.queue.opens.length > 0) {
    const { amount = moved, currency = payment.currency, reference, occurredAt } = movement
    const unexplained = currency === payment.currency ? amount - moved : moved
    const suspended = await savePaymentEvent(tx, payment, {
      event: { kind: 'amount_suspended', amount: Math.abs(unexplained) },
      effectKey: `unexplained:${reference}`,
      externalRef: reference,
      occurredAt,
    })
    if (suspended.outcome !== 'recorded') return payment
    await saveBalance(tx, payment, balance)
    return suspended.payment
  }
  await saveBalance(tx, payment, balance)
  return payment
}
