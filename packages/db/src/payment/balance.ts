import type { BalanceLearned } from '@mainstay/domain/payment/balance'
import { postEntries } from '../ledger/ledger.ts'
import type { Tx } from '../postgres/client.ts'
import { saveQueueChanges } from '../work-item/work-item.ts'
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
