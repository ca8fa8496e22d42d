import type { Act } from '../command/act.ts'
import { accept, type Decision } from '../command/decision.ts'
import { nothingQueued, type QueueChanges } from '../work-item/queue.ts'
import type { PaymentMove } from './lifecycle.ts'
import {
  afterPaymentEvent,
  type PaymentEvent,
  type PaymentRefusal,
  paymentMoveOf,
  type StoredPayment,
} from './payment.ts'
import { noLongerUnknown, unknownItem } from './queue.ts'

/** An event as it is told: by our own claim, an answer, a query or a webhook. */
export type ToldEvent = {
  event: PaymentEvent
  /** The same whoever tells it, so that the second changes nothing. */
  effectKey: string
  externalRef?: string | null
  note?: string
  providerReference?: string | null
  declineCode?: string
  /** When it happened, where whoever did it says so; else when we heard of it. */
  occurredAt?: Date | undefined
}

/** What an event makes of its payment, to be stored together. */
export type PaymentChange<P> = {
  after: P
  move: PaymentMove
  reason: string | undefined
  told: ToldEvent
  queue: QueueChanges
}

/**
 * Decides what an event makes of a payment; refused where it contradicts our books. While nobody knows the outcome a
 * person is asked, and the first fact that settles it answers for them.
 */
export function changePayment<P extends StoredPayment>(
  payment: P,
  told: ToldEvent,
  act: Act,
): Decision<PaymentChange<P>, PaymentRefusal> {
  const decision = afterPaymentEvent(payment, told.event)
  if (!decision.ok) return decision
  const isUnknown = decision.value.status === 'unknown'
  const after: P = {
    ...payment,
    ...decision.value,
    providerReference: told.providerReference ?? payment.providerReference,
    unknownSince: isUnknown ? (payment.unknownSince ?? act.at) : null,
    declineCode: told.declineCode ?? payment.declineCode,
    moved: movedBy(told.event),
  }
  const queue = { ...nothingQueued }
  if (isUnknown) queue.opens = [unknownItem(after, told.note, act)]
  else if (payment.status === 'unknown') queue.settles = [noLongerUnknown(after)]
  return accept({ after, move: paymentMoveOf(told.event.kind), reason: told.declineCode ?? told.note, told, queue })
}

function movedBy(event: PaymentEvent): number {
  if ('amount' in event) return event.amount
  return 'claimed' in event ? event.claimed : 0
}
