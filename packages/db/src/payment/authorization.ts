import { isClosedUnpaid, isUndecided } from '@mainstay/domain/payment/payment'
import { sql } from 'kysely'
import { saveAllocationReleased, saveStockReleased } from '../offer/stock.ts'
import { lockOrders } from '../order/order.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { claimedAt, type Recorded, savePaymentEvent } from './event.ts'
import { type LockedPayment, saveOrdersOfPayment } from './payment.ts'

/** Says that we are about to ask for the buyer's money; before the call, so that a crash leaves a trace of it. */
export function claimAuthorization(tx: Tx, payment: LockedPayment): Promise<Recorded> {
  const effectKey = claimKey(payment.id)
  return savePaymentEvent(tx, payment, { event: { kind: 'authorization_claimed' }, effectKey })
}

function claimKey(paymentId: string): string {
  return `authorise:${paymentId}:claim`
}

/** When the authorisation was claimed, however often the claim is answered again. */
export function authorizationClaimedAt(tx: ReadTx, paymentId: string): Promise<Date> {
  return claimedAt(tx, claimKey(paymentId))
}

/** The buyer's bank holds the money for us. */
export async function recordAuthorized(
  tx: Tx,
  payment: LockedPayment,
  fact: { authorised: number; providerReference: string | null },
): Promise<Recorded> {
  const recorded = await savePaymentEvent(tx, payment, {
    event: { kind: 'authorized', amount: fact.authorised },
    effectKey: `authorise:${payment.id}`,
    externalRef: fact.providerReference,
    providerReference: fact.providerReference,
  })
  if (recorded.outcome === 'recorded') await saveStatuses(tx, recorded.payment)
  return recorded
}

/** The buyer's bank said no: the purchase is over, and its pieces can be sold again. */
export async function recordDeclined(
  tx: Tx,
  payment: LockedPayment,
  fact: { declineCode: string; providerReference: string | null },
): Promise<Recorded> {
  const recorded = await savePaymentEvent(tx, payment, {
    event: { kind: 'declined' },
    effectKey: `authorise:${payment.id}:declined`,
    externalRef: fact.providerReference,
    providerReference: fact.providerReference,
    declineCode: fact.declineCode,
  })
  if (recorded.outcome === 'recorded') await cancelOrders(tx, recorded.payment)
  return recorded
}

/** The authorisation is given back, or the bank took it away: no money moved and none will. */
export async function recordVoided(
  tx: Tx,
  payment: LockedPayment,
  { kind, note }: { kind: 'voided' | 'expired'; note: string },
): Promise<Recorded> {
  if (isClosedUnpaid(payment)) return { outcome: 'already_applied', payment }
  const effectKey = `authorise:${payment.id}:given_back`
  const recorded = await savePaymentEvent(tx, payment, { event: { kind }, effectKey, note })
  if (recorded.outcome !== 'recorded') return recorded
  await endCaptures(tx, payment.id, 'failed')
  await cancelOrders(tx, recorded.payment)
  return recorded
}

/** A call may or may not have had its effect, unless its answer came another way. `asked` names the call: unknown once. */
export async function recordUnknownOutcome(
  tx: Tx,
  payment: LockedPayment,
  { asked, note }: { asked: string; note: string },
): Promise<Recorded> {
  if (!isUndecided(payment)) return { outcome: 'already_applied', payment }
  const recorded = await savePaymentEvent(tx, payment, {
    event: { kind: 'marked_unknown' },
    effectKey: `${asked}:unknown`,
    note,
  })
  if (recorded.outcome !== 'recorded') return recorded
  await endCaptures(tx, payment.id, 'unknown')
  await saveStatuses(tx, recorded.payment)
  return recorded
}

async function saveStatuses(tx: Tx, payment: LockedPayment): Promise<void> {
  await saveOrdersOfPayment(tx, payment, await lockOrders(tx, payment.purchaseId))
}

async function cancelOrders(tx: Tx, payment: LockedPayment): Promise<void> {
  const orders = await lockOrders(tx, payment.purchaseId)
  await saveOrdersOfPayment(
    tx,
    payment,
    orders.map((order) => ({ ...order, status: 'cancelled' })),
  )
  await saveStockReleased(tx, payment.purchaseId)
  await saveAllocationReleased(tx, payment.purchaseId)
}

async function endCaptures(tx: Tx, paymentId: string, status: 'failed' | 'unknown'): Promise<void> {
  await tx
    .updateTable('capture')
    .set({ status, updated_at: sql`now()` })
    .where('tenant_id', '=', tx.tenantId)
    .where('payment_id', '=', paymentId)
    .where('status', 'in', ['claimed', 'unknown'])
    .execute()
}
