import { findOverdueProof } from '@mainstay/db/ledger/proof-due'
import { listPaymentsThatMovedOn, listStalledPayments } from '@mainstay/db/payment/stalled'
import { acrossTenants, type Database, inTenant, type Tx } from '@mainstay/db/postgres/client'
import { listRefundsThatMovedOn, listStalledRefunds } from '@mainstay/db/refund/stalled'
import { listTenantIds } from '@mainstay/db/tenant/tenant'
import type { Stalled } from '@mainstay/db/work-item/stalled'
import { openWorkItem, settleWorkItem } from '@mainstay/db/work-item/work-item'
import { listRunsThatGoOn } from '@mainstay/db/workflow-run/workflow-run'
import { bySystem } from '@mainstay/domain/command/act'
import { overdueProofItem } from '@mainstay/domain/ledger/proof'
import { PaymentState } from '@mainstay/domain/payment/lifecycle'
import { RefundStatus } from '@mainstay/domain/refund/lifecycle'
import { daysAtTheBank } from '@mainstay/domain/refund/refund'
import { hoursAfter, type WorkItemToOpen } from '@mainstay/domain/work-item/queue'

const batch = 100
const hoursToAct = 4

/**
 * Asks a person about every payment and refund that is in a state to be left, while no run is at work on it and nobody has
 * been asked; withdraws the question once it moves on. Answers how many were new. No such thing is repeated or undone here:
 * what became of it, only the provider knows.
 */
export async function reportStalled({
  rw,
  system,
  now,
}: {
  rw: Database
  system: Database
  now: Date
}): Promise<number> {
  let found = 0
  for (const tenantId of await acrossTenants(system, listTenantIds)) {
    found += await inTenant(rw, { tenantId, act: bySystem(now) }, report)
  }
  return found
}

async function report(tx: Tx): Promise<number> {
  const { at: now } = tx.act
  const limits = { before: hoursAfter(now, -1 / 60), atTheBankSince: hoursAfter(now, -24 * daysAtTheBank) }
  for (const subjectId of await listPaymentsThatMovedOn(tx)) {
    await settleWorkItem(tx, { kind: 'payment_stalled', subjectId, resolution: { code: 'payment.moved_on' } })
  }
  for (const subjectId of await listRefundsThatMovedOn(tx, limits)) {
    await settleWorkItem(tx, { kind: 'refund_stalled', subjectId, resolution: { code: 'refund.moved_on' } })
  }
  for (const subjectId of await listRunsThatGoOn(tx)) {
    await settleWorkItem(tx, { kind: 'run_held', subjectId, resolution: { code: 'workflow.goes_on' } })
  }
  const stalled = [
    ...(await listStalledPayments(tx, limits.before, batch)),
    ...(await listStalledRefunds(tx, limits, batch)),
  ]
  const unprovedSince = await findOverdueProof(tx, now)
  if (unprovedSince !== undefined)
    await openWorkItem(tx, overdueProofItem(tx.tenantId, { since: unprovedSince, at: now }))
  for (const each of stalled) await openWorkItem(tx, { ...itemOf(each), dueAt: hoursAfter(now, hoursToAct) })
  return stalled.length
}

function itemOf({ subject, purchaseId, atStake, status }: Stalled): Omit<WorkItemToOpen, 'dueAt'> {
  const about = { subject, purchaseId, atStake }
  return subject.type === 'refund'
    ? { ...about, kind: 'refund_stalled', cause: { code: 'refund.stalled', status: RefundStatus.parse(status) } }
    : { ...about, kind: 'payment_stalled', cause: { code: 'payment.stalled', status: PaymentState.parse(status) } }
}
