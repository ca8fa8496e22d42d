import {
  authorizationClaimed,
  authorizationClaimKey,
  authorized,
  declined,
  givenBack,
  outcomeUnknown,
} from '@mainstay/domain/payment/outcome'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { claimedAt, type Recorded, savePaymentEvent } from './event.ts'
import { recordOutcome } from './outcome.ts'
import type { LockedPayment } from './payment.ts'

/** Says that we are about to ask for the buyer's money; before the call, so that a crash leaves a trace of it. */
export function claimAuthorization(tx: Tx, payment: LockedPayment): Promise<Recorded> {
  return savePaymentEvent(tx, payment, authorizationClaimed(payment))
}

/** When the authorization was claimed, however often the claim is answered again. */
export function authorizationClaimedAt(tx: ReadTx, paymentId: string): Promise<Date> {
  return claimedAt(tx, authorizationClaimKey(paymentId))
}

/** The buyer's bank holds the money for us. */
export function recordAuthorized(
  tx: Tx,
  payment: LockedPayment,
  fact: Parameters<typeof authorized>[1],
): Promise<Recorded> {
  return recordOutcome(tx, payment, authorized(payment, fact))
}

/** The buyer's bank said no: the purchase is over, and its pieces can be sold again. */
export function recordDeclined(
  tx: Tx,
  payment: LockedPayment,
  fact: Parameters<typeof declined>[1],
): Promise<Recorded> {
  return recordOutcome(tx, payment, declined(payment, fact))
}

/** The authorization is given back, or the bank took it away: no money moved and none will. */
export function recordVoided(
  tx: Tx,
  payment: LockedPayment,
  ended: Parameters<typeof givenBack>[1],
): Promise<Recorded> {
  return recordOutcome(tx, payment, givenBack(payment, ended))
}

/** A call may or may not have had its effect, unless its answer came another way. `asked` names the call: unknown once. */
export function recordUnknownOutcome(
  tx: Tx,
  payment: LockedPayment,
  call: { asked: string; note: string },
): Promise<Recorded> {
  return recordOutcome(tx, payment, outcomeUnknown(payment, call))
}
