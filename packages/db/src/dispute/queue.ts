import { type DisputeStatus } from '@mainstay/domain/dispute/lifecycle'
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
  const code = fact.status === 'inquiry' ? 'dispute.inquired' : 'dispute.opened'
  await openWorkItem(tx, {
    kind: 'dispute_open',
    subject: { type: 'dispute', id, label: payment.purchaseNumber },
    purchaseId: payment.purchaseId,
    cause: { code, provider: tx.act.actor.name, detail: fact.reason },
    atStake: amount,
    dueAt: fact.evidenceDueAt ?? hoursAfter(tx.act.at, daysToAnswer * 24),
  })
}

/** The bank has decided; what is left to do is not about evidence any more. */
export async function settleDispute(tx: Tx, dispute: { id: string; status: DisputeStatus }): Promise<void> {
  const resolution = { code: 'dispute.ended', status: dispute.status } as const
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
    cause: {
      code: 'dispute.contradicted',
      provider: tx.act.actor.name,
      told: dispute.told,
      status: dispute.status,
    },
    dueAt: hoursAfter(tx.act.at, 4),
  })
}
