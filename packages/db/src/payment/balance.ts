import { type BalanceLearned, type BalanceTransactionFact, learnBalance } from '@mainstay/domain/payment/balance'
import { postEntries } from '../ledger/ledger.ts'
import type { Tx } from '../postgres/client.ts'
import { saveQueueChanges } from '../work-item/work-item.ts'
import { savePaymentEvent } from './event.ts'
import type { LockedPayment } from './payment.ts'

/** Stores what a movement did to our balance at the provider. Money in another currency is no part of its purchase. */
export async function saveBalance(
  tx: Tx,
  { purchaseId }: Pick<LockedPayment, 'purchaseId'>,
  { kept, entries, elsewhere, queue }: BalanceLearned,
): Promise<void> {
  const externalRef = kept.balanceReference
  postEntries(tx, entries, { purchaseId, externalRef })
  postEntries(tx, elsewhere, { externalRef })
  await saveQueueChanges(tx, queue)
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
