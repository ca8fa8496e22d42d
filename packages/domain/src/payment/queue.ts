import type { Act } from '../command/act.ts'
import { hoursAfter, type WorkItemToOpen, type WorkItemToSettle } from '../work-item/queue.ts'
import type { PaymentRefusal, StoredPayment } from './payment.ts'

/** Whether a buyer was charged is worth knowing within the hour. */
const hoursToFindOut = 1
const hoursToSettle = 4
/** The books have it already: somebody is to understand it. */
const hoursToReview = 24

/** Nobody knows what a call did: a person sees it while the run finds out. */
export function unknownItem(payment: StoredPayment, note: string | undefined, { at }: Act): WorkItemToOpen {
  return {
    kind: 'payment_unknown',
    ...about(payment),
    cause: { code: 'payment.unknown', detail: note ?? null },
    dueAt: hoursAfter(at, hoursToFindOut),
  }
}

/** The answer came, whoever brought it. */
export function noLongerUnknown({ id, status }: StoredPayment): WorkItemToSettle {
  return { kind: 'payment_unknown', subjectId: id, resolution: { code: 'payment.learned', status } }
}

/** A fact that contradicts the books. */
export function contradictionItem(payment: StoredPayment, refusal: PaymentRefusal, { actor, at }: Act): WorkItemToOpen {
  return {
    kind: 'webhook_contradiction',
    ...about(payment),
    cause: { code: 'payment.contradicted', provider: actor.name, told: refusal.event, status: payment.status },
    dueAt: hoursAfter(at, hoursToSettle),
  }
}

/** The provider took what nobody was to pay any more: it goes back by a refund, which people decide. */
export function takenAfterEndItem(payment: StoredPayment, taken: number, { actor, at }: Act): WorkItemToOpen {
  return {
    kind: 'webhook_contradiction',
    ...about(payment),
    atStake: { amount: taken, currency: payment.currency },
    cause: { code: 'payment.taken_after_end', provider: actor.name, status: payment.status },
    dueAt: hoursAfter(at, hoursToSettle),
  }
}

/** Somebody captured at the provider, without us. */
export function capturedElsewhereItem(payment: StoredPayment, taken: number, { actor, at }: Act): WorkItemToOpen {
  return {
    kind: 'external_action',
    ...about(payment),
    atStake: { amount: taken, currency: payment.currency },
    cause: { code: 'payment.captured_elsewhere', provider: actor.name },
    dueAt: hoursAfter(at, hoursToReview),
  }
}

/** The provider took more or less than what was wanted. */
export function captureMismatchItem(
  payment: StoredPayment,
  { wanted, taken, unexplained }: { wanted: number; taken: number; unexplained: number },
  { actor, at }: Act,
): WorkItemToOpen {
  const { currency } = payment
  return {
    kind: 'amount_mismatch',
    ...about(payment),
    atStake: { amount: Math.abs(taken - wanted), currency },
    cause: {
      code: 'payment.amount_mismatch',
      provider: actor.name,
      wanted: { amount: wanted, currency },
      taken: { amount: taken, currency },
      suspended: { amount: unexplained, currency },
    },
    dueAt: hoursAfter(at, hoursToReview),
  }
}

/** The provider moved another amount of our balance than it says of the movement: the difference is in suspense. */
export function balanceMismatchItem(
  payment: StoredPayment,
  { moved, booked }: { moved: number; booked: number },
  { at }: Act,
): WorkItemToOpen {
  const { currency, provider } = payment
  return {
    kind: 'amount_mismatch',
    ...about(payment),
    atStake: { amount: Math.abs(booked - moved), currency },
    cause: {
      code: 'payment.balance_mismatch',
      provider,
      moved: { amount: moved, currency },
      booked: { amount: booked, currency },
    },
    dueAt: hoursAfter(at, hoursToReview),
  }
}

/** The provider exchanged the money: what it keeps for us is in suspense, in its own currency. */
export function otherCurrencyItem(payment: StoredPayment, currency: string, { at }: Act): WorkItemToOpen {
  return {
    kind: 'fx_unexpected',
    ...about(payment),
    cause: {
      code: 'payment.other_currency',
      provider: payment.provider,
      currency: payment.currency,
      settled: currency,
    },
    dueAt: hoursAfter(at, hoursToSettle),
  }
}

function about(payment: StoredPayment) {
  return {
    subject: { type: 'payment', id: payment.id, label: payment.purchaseNumber },
    purchaseId: payment.purchaseId,
    atStake: { amount: payment.amount, currency: payment.currency },
  }
}
