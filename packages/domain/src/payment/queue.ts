import type { Act } from '../command/act.ts'
import { hoursAfter, type WorkItemToOpen, type WorkItemToSettle } from '../work-item/queue.ts'
import type { PaymentRefusal, StoredPayment } from './payment.ts'

/** Whether a buyer was charged is worth knowing within the hour. */
const hoursToFindOut = 1
const hoursToSettle = 4

/** Nobody knows what a call did: a person sees it while the run finds out. */
export function unknownItem(payment: StoredPayment, note: string | undefined, { at }: Act): WorkItemToOpen {
  return {
    kind: 'payment_unknown',
    ...about(payment),
    cause: `Nobody knows yet whether the buyer was charged: ${note ?? 'the provider did not answer'}`,
    nextAction: 'Wait for the provider to answer, or look the payment up there',
    dueAt: hoursAfter(at, hoursToFindOut),
  }
}

/** The answer came, whoever brought it. */
export function noLongerUnknown(payment: StoredPayment, { actor }: Act): WorkItemToSettle {
  const resolution = `${actor.name} learned that the payment is ${payment.status}`
  return { kind: 'payment_unknown', subjectId: payment.id, resolution }
}

/** A fact that contradicts the books. */
export function contradictionItem(payment: StoredPayment, refusal: PaymentRefusal, { actor, at }: Act): WorkItemToOpen {
  return {
    kind: 'webhook_contradiction',
    ...about(payment),
    cause: `${actor.name} reports the payment as ${refusal.event}, but it is ${payment.status} in our books`,
    nextAction: 'Compare the payment with the provider and settle the difference',
    dueAt: hoursAfter(at, hoursToSettle),
  }
}

/** The provider exchanged the money: what it kept cannot be booked in the payment's currency. */
export function otherCurrencyItem(payment: StoredPayment, currency: string, { at }: Act): WorkItemToOpen {
  return {
    kind: 'webhook_contradiction',
    ...about(payment),
    cause: `${payment.provider} keeps the money of this payment in ${currency}, and its fee is in ${currency} too`,
    nextAction: `Let the provider settle ${payment.currency} in ${payment.currency}, and book the fee by hand`,
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
