import { type DisputeStatus } from '@mainstay/domain/dispute/lifecycle'
import { formatMoney } from '@mainstay/domain/money/format'
import { hoursAfter } from '@mainstay/domain/work-item/queue'
import type { LockedPayment } from '../payment/payment.ts'
import type { Tx } from '../postgres/client.ts'
import { openWorkItem, settleWorkItem } from '../work-item/work-item.ts'

/** When the provider names no day: long enough to look, short of any bank's patience. */
const daysToAnswer = 7

export async function askAboutDispute(
  tx: Tx,
  payment: LockedPayment,
  {
    id,
    fact,
  }: { id: string; fact: { status: DisputeStatus; reason: string; amount: number; evidenceDueAt: Date | null } },
): Promise<void> {
  const amount = { amount: fact.amount, currency: payment.currency }
  const isInquiry = fact.status === 'inquiry'
  await openWorkItem(tx, {
    kind: 'dispute_open',
    subject: { type: 'dispute', id, label: payment.purchaseNumber },
    purchaseId: payment.purchaseId,
    cause: isInquiry
      ? `The buyer's bank asks about ${formatMoney(amount)}: ${fact.reason}`
      : `The buyer's bank takes ${formatMoney(amount)} back: ${fact.reason}`,
    nextAction: `Send evidence at ${tx.act.actor.name}, or accept the loss there`,
    atStake: amount,
    dueAt: fact.evidenceDueAt ?? hoursAfter(tx.act.at, daysToAnswer * 24),
  })
}

/** The bank has decided; what is left to do is not about evidence any more. */
export async function settleDispute(tx: Tx, dispute: { id: string; status: DisputeStatus }): Promise<void> {
  const resolution = `${tx.act.actor.name} reports it ${dispute.status}`
  await settleWorkItem(tx, { kind: 'dispute_open', subjectId: dispute.id, resolution })
}

/** An ended dispute ends the other way: what its first end booked has to be taken back by a person. */
export async function reportDisputeContradiction(
  tx: Tx,
  payment: LockedPayment,
  dispute: { id: string; status: DisputeStatus; told: DisputeStatus },
): Promise<void> {
  await openWorkItem(tx, {
    kind: 'webhook_contradiction',
    subject: { type: 'dispute', id: dispute.id, label: payment.purchaseNumber },
    purchaseId: payment.purchaseId,
    cause: `${tx.act.actor.name} reports the dispute as ${dispute.told}, but it is ${dispute.status} in our books`,
    nextAction: 'Compare the dispute with the provider and settle the difference',
    dueAt: hoursAfter(tx.act.at, 4),
  })
}
