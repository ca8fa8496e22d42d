import type { Act } from '../command/act.ts'
import { accept, type Decision } from '../command/decision.ts'
import type { OrderStatus } from '../order/lifecycle.ts'
import { changePayment, type PaymentChange, type ToldEvent } from './event.ts'
import { isClosedUnpaid, isUndecided, type PaymentEvent, type PaymentRefusal, type StoredPayment } from './payment.ts'

type Keyed = Pick<StoredPayment, 'id' | 'status'>
type ToldByProvider = { providerReference: string | null; occurredAt?: Date | undefined }

/** When the authorization was asked for: before the call, so that a crash leaves a trace of it. */
export function authorizationClaimed({ id }: { id: string }): ToldEvent {
  return { event: { kind: 'authorization_claimed' }, effectKey: authorizationClaimKey(id) }
}

/** The provider knows payments that are under way by this key, so it is spelled as it was first. */
export function authorizationKey(paymentId: string): string {
  return `authorise:${paymentId}`
}

export function authorizationClaimKey(paymentId: string): string {
  return `${authorizationKey(paymentId)}:claim`
}

/** The buyer's bank holds the money for us. */
export function authorized(
  { id }: Keyed,
  { authorized: amount, ...told }: { authorized: number } & ToldByProvider,
): ToldEvent {
  const effectKey = authorizationKey(id)
  return { event: { kind: 'authorized', amount }, effectKey, externalRef: told.providerReference, ...told }
}

/** The buyer's bank said no. */
export function declined({ id }: Keyed, told: { declineCode: string } & ToldByProvider): ToldEvent {
  const effectKey = `${authorizationKey(id)}:declined`
  return { event: { kind: 'declined' }, effectKey, externalRef: told.providerReference, ...told }
}

/** The authorization is given back, or the bank took it away; undefined where the payment is over already. */
export function givenBack(
  payment: Keyed,
  { kind, ...told }: { kind: 'voided' | 'expired'; note: string; occurredAt?: Date | undefined },
): ToldEvent | undefined {
  if (isClosedUnpaid(payment)) return undefined
  return { event: { kind }, effectKey: `${authorizationKey(payment.id)}:given_back`, ...told }
}

/** The provider took the money of what had ended. */
export function voidContradicted({ id }: Keyed, occurredAt?: Date): ToldEvent {
  const effectKey = `${authorizationKey(id)}:given_back:contradicted`
  return { event: { kind: 'void_contradicted' }, effectKey, occurredAt }
}

/** A call may or may not have had its effect: `asked` names it. Undefined where its answer came another way. */
export function outcomeUnknown(
  payment: Keyed,
  { asked, note }: { asked: string; note: string },
): ToldEvent | undefined {
  if (!isUndecided(payment)) return undefined
  return { event: { kind: 'marked_unknown' }, effectKey: `${asked}:unknown`, note }
}

/** The provider will not take the money: the authorization stands, as far as we know. Undefined where none was asked for. */
export function captureRefused(
  capture: { amount: number } | undefined,
  { captureId, reason: note }: { captureId: string; reason: string },
): ToldEvent | undefined {
  if (capture === undefined) return undefined
  return { event: { kind: 'capture_failed', claimed: capture.amount }, effectKey: `capture:${captureId}:failed`, note }
}

/** What an event that moves no money changes of a payment and of what it pays, to be stored together. */
export type PaymentOutcome<P, Order> = PaymentChange<P> & {
  orders: readonly Order[]
  /** What was promised to the purchase, or is its own already, can be sold again. */
  releasesPieces: boolean
  /** What becomes of captures that were asked for and not answered. */
  openCaptures: 'failed' | 'unknown' | undefined
}

/** Without its payment a purchase is over: its orders are canceled, and its pieces can be sold again. */
export function settlePayment<P extends StoredPayment, Order extends { status: OrderStatus }>(
  { payment, orders }: { payment: P; orders: readonly Order[] },
  told: ToldEvent,
  act: Act,
): Decision<PaymentOutcome<P, Order>, PaymentRefusal> {
  const change = changePayment(payment, told, act)
  if (!change.ok) return change
  const isOver = isClosedUnpaid(change.value.after)
  return accept({
    ...change.value,
    orders: isOver ? orders.map((order) => ({ ...order, status: 'canceled' })) : orders,
    releasesPieces: isOver,
    openCaptures: captureAfter(told.event.kind),
  })
}

function captureAfter(kind: PaymentEvent['kind']): 'failed' | 'unknown' | undefined {
  if (kind === 'marked_unknown') return 'unknown'
  return kind === 'voided' || kind === 'expired' || kind === 'capture_failed' ? 'failed' : undefined
}
