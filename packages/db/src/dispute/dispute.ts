import { canDisputeBecome, type Dispute, DisputeStatus } from '@mainstay/domain/dispute/dispute'
import { disputeOpenedEntry, disputeWonEntry } from '@mainstay/domain/dispute/entry'
import { effectKey } from '@mainstay/domain/ledger/journal-entry'
import type { PaymentEvent } from '@mainstay/domain/payment/payment'
import { providerFeeEntry } from '@mainstay/domain/payment/provider-fee'
import { v7 } from 'uuid'
import { postEntries } from '../ledger/ledger.ts'
import { type LockedPayment, savePaymentEvent } from '../payment/payment.ts'
import { reportOtherCurrency } from '../payment/queue.ts'
import { type ReadTx, raw, type Tx } from '../postgres/client.ts'
import { freeLines, holdLines, recordLoss } from './line.ts'
import { askAboutDispute, reportDisputeContradiction, settleDispute } from './queue.ts'

/** What the provider says of a dispute. A movement below zero left our balance. */
export type DisputeFact = {
  reference: string
  status: DisputeStatus
  reason: string
  amount: number
  movements: readonly { reference: string; amount: number; fee: number; currency: string }[]
  evidenceDueAt: Date | null
}

export type StoredDispute = Pick<Dispute, 'id' | 'status'> & { withdrawn: number; version: number }

type Outcome = 'recorded' | 'already_applied' | 'contradicted'

/**
 * Takes a dispute into the books as the provider tells it now: what the bank took and gave back, what that cost, and
 * how it ended, each once. What it holds back of the lines cannot be refunded beside. The payment is locked.
 */
export async function recordDispute(tx: Tx, payment: LockedPayment, fact: DisputeFact): Promise<Outcome> {
  if (payment.captured === 0) return 'contradicted'
  const stored = await findDispute(tx, fact.reference)
  const dispute = stored ?? (await insertDispute(tx, payment, fact))
  const moved = await recordMovements(tx, { payment, dispute, fact })
  const ended = await recordEnd(tx, { payment: moved.payment, dispute, fact, withdrawn: moved.withdrawn })
  if (ended.outcome === 'contradicted') return 'contradicted'
  const isKnown = stored !== undefined && !moved.isNew && ended.outcome === 'already_applied'
  if (isKnown) return 'already_applied'
  await saveDispute(tx, { ...dispute, status: ended.status, withdrawn: moved.withdrawn }, fact)
  return 'recorded'
}

type About = { payment: LockedPayment; dispute: StoredDispute; fact: DisputeFact }

async function recordMovements(tx: Tx, { payment, dispute, fact }: About) {
  let after = payment
  let isNew = false
  for (const movement of fact.movements) {
    if (movement.currency !== payment.currency) {
      await reportOtherCurrency(tx, payment, movement.currency)
      continue
    }
    bookFee(tx, payment, movement)
    if (movement.amount === 0) continue
    const isTaken = movement.amount < 0
    const amount = Math.abs(movement.amount)
    const saved = await savePaymentEvent(tx, after, {
      event: { kind: isTaken ? 'dispute_opened' : 'dispute_won', amount } satisfies PaymentEvent,
      effectKey: isTaken ? effectKey.disputeOpened(dispute.id) : effectKey.disputeWon(dispute.id, 1),
      externalRef: fact.reference,
      note: fact.reason,
    })
    after = saved.payment
    if (saved.outcome !== 'recorded') continue
    isNew = true
    const { connection: connectionId, currency } = payment
    const entry = { disputeId: dispute.id, amount, connectionId, currency, occurredAt: tx.act.at }
    postEntries(tx, [isTaken ? disputeOpenedEntry(entry) : disputeWonEntry(entry)], {
      purchaseId: payment.purchaseId,
      externalRef: movement.reference,
    })
    if (isTaken) await holdLines(tx, payment, { disputeId: dispute.id, amount })
    else if (dispute.status !== 'lost') await freeLines(tx, payment, dispute.id)
  }
  const withdrawn = fact.movements.reduce((sum, { amount }) => sum - amount, 0)
  return { payment: after, isNew, withdrawn: Math.max(0, withdrawn) }
}

async function recordEnd(
  tx: Tx,
  { payment, dispute, fact, withdrawn }: About & { withdrawn: number },
): Promise<{ outcome: Outcome; status: DisputeStatus }> {
  const { status } = fact
  if (status === dispute.status) return { outcome: 'already_applied', status }
  if (!canDisputeBecome(dispute.status, status)) {
    // Another run has read the dispute later than this one.
    if (canDisputeBecome(status, dispute.status)) return { outcome: 'already_applied', status: dispute.status }
    await reportDisputeContradiction(tx, payment, { ...dispute, told: status })
    return { outcome: 'contradicted', status: dispute.status }
  }
  if (status === 'lost') await recordLoss(tx, { payment, dispute, fact: { ...fact, withdrawn } })
  return { outcome: 'recorded', status }
}

function bookFee(tx: Tx, payment: LockedPayment, { reference, fee }: { reference: string; fee: number }): void {
  if (fee === 0) return
  const entry = providerFeeEntry({
    balanceTransactionId: reference,
    amount: fee,
    connectionId: payment.connection,
    currency: payment.currency,
    occurredAt: tx.act.at,
  })
  postEntries(tx, [entry], { purchaseId: payment.purchaseId, externalRef: reference })
}

async function findDispute(tx: ReadTx, reference: string): Promise<StoredDispute | undefined> {
  const row = await tx
    .selectFrom('dispute')
    .select(['id', 'status', 'withdrawn', 'version'])
    .where('tenant_id', '=', tx.tenantId)
    .where('provider_reference', '=', reference)
    .executeTakeFirst()
  return row && { ...row, status: DisputeStatus.parse(row.status) }
}

async function insertDispute(tx: Tx, payment: LockedPayment, fact: DisputeFact): Promise<StoredDispute> {
  const id = v7()
  // An end that is the first we hear is reached from where it began.
  const status = fact.status === 'inquiry' ? 'inquiry' : 'open'
  await tx
    .insertInto('dispute')
    .values({
      tenant_id: tx.tenantId,
      id,
      payment_id: payment.id,
      purchase_id: payment.purchaseId,
      provider_reference: fact.reference,
      currency: payment.currency,
      amount: fact.amount,
      status,
      reason: fact.reason,
      evidence_due_at: fact.evidenceDueAt,
      opened_at: tx.act.at,
    })
    .execute()
  await askAboutDispute(tx, payment, { id, fact })
  return { id, status, withdrawn: 0, version: 1 }
}

async function saveDispute(tx: Tx, dispute: StoredDispute, fact: DisputeFact): Promise<void> {
  const isClosed = dispute.status === 'won' || dispute.status === 'lost'
  await raw(
    tx,
    `update dispute set status = $3, withdrawn = $4, reason = $5, evidence_due_at = $6,
       closed_at = case when $7 then coalesce(closed_at, $8) end, version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2 returning id`,
    [tx.tenantId, dispute.id, dispute.status, dispute.withdrawn, fact.reason, fact.evidenceDueAt, isClosed, tx.act.at],
  )
  if (isClosed) await settleDispute(tx, dispute)
}
