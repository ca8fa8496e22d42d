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
    cause: `Nobody knows yet whether the buyer was charged: ${note ?? 'the provider did not answer'}`,
    nextAction: 'Wait for the provider to answer, or look the payment up there',
    dueAt: hoursAfter(tx.act.at, hoursToFindOut),
  })
}

/** The answer came, whoever brought it. */
export async function settleUnknown(tx: Tx, payment: LockedPayment): Promise<void> {
  const resolution = `${tx.act.actor.name} learned that the payment is ${payment.status}`
  await settleWorkItem(tx, { kind: 'payment_unknown', subjectId: payment.id, resolution })
}

/** Puts a fact that contradicts the books before a person. */
export async function reportContradiction(tx: Tx, payment: LockedPayment, refusal: PaymentRefusal): Promise<void> {
  await openWorkItem(tx, {
    kind: 'webhook_contradiction',
    ...aboutPayment(payment),
    cause: `${tx.act.actor.name} reports the payment as ${refusal.event}, but it is ${payment.status} in our books`,
    nextAction: 'Compare the payment with the provider and settle the difference',
    dueAt: hoursAfter(tx.act.at, hoursToSettle),
  })
}

/** The provider exchanged the money: what it kept cannot be booked in the payment's currency. */
export async function reportOtherCurrency(tx: Tx, payment: LockedPayment, currency: string): Promise<void> {
  await openWorkItem(tx, {
    kind: 'webhook_contradiction',
    ...aboutPayment(payment),
    cause: `${payment.provider} keeps the money of this payment in ${currency}, and its fee is in ${currency} too`,
    nextAction: `Let the provider settle ${payment.currency} in ${payment.currency}, and book the fee by hand`,
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
