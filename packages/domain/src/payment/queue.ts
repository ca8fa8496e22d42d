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

/** The provider exchanged the money: what it kept cannot be booked in the payment's currency. */
export function otherCurrencyItem(payment: StoredPayment, currency: string, { at }: Act): WorkItemToOpen {
  return {
    kind: 'webhook_contradiction',
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
