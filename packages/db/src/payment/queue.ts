import type { PaymentRefusal } from '@mainstay/domain/payment/payment'
import type { Tx } from '../postgres/client.ts'
import { hoursAfter, openWorkItem, settleWorkItem } from '../work-item/work-item.ts'
import type { LockedPayment } from './payment.ts'

/** Whether a buyer was charged is worth knowing within the hour. */
const hoursToFindOut = 1
const hoursToSettle = 4

/** Nobody knows what a call did: a person sees it while the run finds out. */
export async function openUnknown(tx: Tx, payment: LockedPayment, note: string | undefined): Promise<void> {
  await openWorkItem(tx, {
    kind: 'payment_unknown',
    ...aboutPayment(payment),
    cause: { code: 'payment.unknown', detail: note ?? null },
    dueAt: hoursAfter(tx.act.at, hoursToFindOut),
  })
}

/** The answer came, whoever brought it. */
export async function settleUnknown(tx: Tx, payment: LockedPayment): Promise<void> {
  const resolution = { code: 'payment.learned', status: payment.status } as const
  await settleWorkItem(tx, { kind: 'payment_unknown', subjectId: payment.id, resolution })
}

/** Puts a fact that contradicts the books before a person. */
export async function reportContradiction(tx: Tx, payment: LockedPayment, refusal: PaymentRefusal): Promise<void> {
  await openWorkItem(tx, {
    kind: 'webhook_contradiction',
    ...aboutPayment(payment),
    cause: {
      code: 'payment.contradicted',
      provider: tx.act.actor.name,
      told: refusal.event,
      status: payment.status,
    },
    dueAt: hoursAfter(tx.act.at, hoursToSettle),
  })
}

/** The provider exchanged the money: what it kept cannot be booked in the payment's currency. */
export async function reportOtherCurrency(tx: Tx, payment: LockedPayment, currency: string): Promise<void> {
  await openWorkItem(tx, {
    kind: 'webhook_contradiction',
    ...aboutPayment(payment),
    cause: {
      code: 'payment.other_currency',
      provider: payment.provider,
      currency: payment.currency,
      settled: currency,
    },
    dueAt: hoursAfter(tx.act.at, hoursToSettle),
  })
}

function aboutPayment(payment: LockedPayment) {
  return {
    subject: { type: 'payment', id: payment.id, label: payment.purchaseNumber },
    purchaseId: payment.purchaseId,
    atStake: { amount: payment.amount, currency: payment.currency },
  }
}
