import type { Dispute } from '@mainstay/domain/dispute/dispute'
import { disputeOpenedEntry, disputeWonEntry } from '@mainstay/domain/dispute/entry'
import { DisputeStatus, disputeLifecycle } from '@mainstay/domain/dispute/lifecycle'
import { effectKey } from '@mainstay/domain/ledger/journal-entry'
import { canBecome } from '@mainstay/domain/lifecycle/lifecycle'
import { type BalanceTransactionFact, learnBalance } from '@mainstay/domain/payment/balance'
import type { PaymentEvent } from '@mainstay/domain/payment/payment'
import { nothingQueued } from '@mainstay/domain/work-item/queue'
import { v7 } from 'uuid'
import { recordMove, saveMove } from '../command/move.ts'
import { postEntries } from '../ledger/ledger.ts'
import { saveBalance } from '../payment/balance.ts'
import { savePaymentEvent } from '../payment/event.ts'
import type { LockedPayment } from '../payment/payment.ts'
import { type ReadTx, type Tx } from '../postgres/client.ts'
import { saveQueueChanges } from '../work-item/work-item.ts'
import { freeLines, holdLines, recordLoss } from './line.ts'
import { askAboutDispute, reportDisputeContradiction, settleDispute } from './queue.ts'

/** What the provider says of a dispute. A movement below zero left our balance. */
export type DisputeFact = {
  reference: string
  status: DisputeStatus
  reason: string
  amount: number
  movements: readonly (BalanceTransactionFact & { amount: number; currency: string })[]
  openedAt?: Date | undefined
  evidenceDueAt: Date | null
}

type StoredDispute = Pick<Dispute, 'id' | 'status' | 'reason' | 'evidenceDueAt' | 'closedAt'> & {
  purchase: { id: string; number: string }
  withdrawn: number
  version: number
}

/** How a dispute's moves are written. */
const disputes = {
  lifecycle: disputeLifecycle,
  table: 'dispute',
  columnsOf: ({ withdrawn, reason, evidenceDueAt, closedAt }: StoredDispute) => ({
    withdrawn,
    reason,
    evidence_due_at: evidenceDueAt,
    closed_at: closedAt,
  }),
  labelOf: ({ purchase }: StoredDispute) => ({ label: purchase.number, purchaseId: purchase.id }),
  dataOf: ({ purchase, status, withdrawn }: StoredDispute) => ({ purchaseId: purchase.id, status, withdrawn }),
} as const

type Outcome = 'recorded' | 'already_applied' | 'contradicted'

/**
 * Takes a dispute into the books as the provider tells it now: what the bank took and gave back, what that cost, and
 * how it ended, each once. What it holds back of the lines cannot be refunded beside. The payment is locked.
 */
export async function recordDispute(tx: Tx, payment: LockedPayment, fact: DisputeFact): Promise<Outcome> {
  if (payment.captured === 0) return 'contradicted'
  const stored = await findDispute(tx, payment, fact.reference)
  const dispute = stored ?? (await insertDispute(tx, payment, fact))
  const moved = await recordMovements(tx, { payment, dispute, fact })
  const ended = await recordEnd(tx, { payment: moved.payment, dispute, fact, withdrawn: moved.withdrawn })
  if (ended.outcome === 'contradicted') return 'contradicted'
  const isKnown = stored !== undefined && !moved.isNew && ended.outcome === 'already_applied'
  if (isKnown) return 'already_applied'
  const { status } = ended
  const isClosed = status === 'won' || status === 'lost'
  const { reason, evidenceDueAt } = fact
  const closedAt = isClosed ? (dispute.closedAt ?? tx.act.at) : null
  const after = { ...dispute, status, withdrawn: moved.withdrawn, reason, evidenceDueAt, closedAt }
  await saveMove(tx, disputes, { before: dispute, after, move: status === dispute.status ? 'update' : moveTo[status] })
  if (isClosed) await settleDispute(tx, after)
  return 'recorded'
}

const moveTo = { inquiry: 'update', open: 'open', won: 'win', lost: 'lose' } as const

type About = { payment: LockedPayment; dispute: StoredDispute; fact: DisputeFact }

async function recordMovements(tx: Tx, { payment, dispute, fact }: About) {
  let after = payment
  let isNew = false
  let withdrawn = 0
  for (const movement of fact.movements) {
    const { purchaseId } = payment
    const change = changeOf(movement, { payment, fact })
    const { queue, ...balance } = learnBalance(payment, { amount: change, movement }, tx.act)
    await saveBalance(tx, payment, { ...balance, queue: nothingQueued })
    const balanceTransaction = { connection: payment.connection, reference: movement.reference }
    withdrawn -= change
    if (change === 0) continue
    const isTaken = change < 0
    const amount = Math.abs(change)
    const saved = await savePaymentEvent(tx, after, {
      event: { kind: isTaken ? 'dispute_opened' : 'dispute_won', amount } satisfies PaymentEvent,
      effectKey: isTaken ? effectKey.disputeOpened(dispute.id) : effectKey.disputeWon(dispute.id, 1),
      externalRef: fact.reference,
      note: fact.reason,
      occurredAt: movement.occurredAt,
    })
    after = saved.payment
    if (saved.outcome !== 'recorded') continue
    isNew = true
    await saveQueueChanges(tx, queue)
    const { connection: connectionId, currency } = payment
    const entry = {
      disputeId: dispute.id,
      amount,
      connectionId,
      currency,
      occurredAt: movement.occurredAt ?? tx.act.at,
    }
    postEntries(tx, [isTaken ? disputeOpenedEntry(entry) : disputeWonEntry(entry)], {
      purchaseId,
      balanceTransaction,
    })
    if (isTaken) await holdLines(tx, payment, { disputeId: dispute.id, amount })
    else if (dispute.status !== 'lost') await freeLines(tx, payment, dispute.id)
  }
  return { payment: after, isNew, withdrawn: Math.max(0, withdrawn) }
}

/** What a movement is in the payment's currency: in another, as much as is disputed went, or came back. */
function changeOf(
  { amount, currency }: { amount: number; currency: string },
  { payment, fact }: Pick<About, 'payment' | 'fact'>,
): number {
  return currency === payment.currency ? amount : Math.sign(amount) * fact.amount
}

async function recordEnd(
  tx: Tx,
  { payment, dispute, fact, withdrawn }: About & { withdrawn: number },
): Promise<{ outcome: Outcome; status: DisputeStatus }> {
  const { status } = fact
  if (status === dispute.status) return { outcome: 'already_applied', status }
  if (!canBecome(disputeLifecycle, dispute.status, status)) {
    // Another run has read the dispute later than this one.
    if (canBecome(disputeLifecycle, status, dispute.status))
      return { outcome: 'already_applied', status: dispute.status }
    await reportDisputeContradiction(tx, payment, { ...dispute, told: status })
    return { outcome: 'contradicted', status: dispute.status }
  }
  if (status === 'lost') await recordLoss(tx, payment, { ...fact, id: dispute.id, withdrawn })
  return { outcome: 'recorded', status }
}

async function findDispute(
  tx: ReadTx,
  { purchaseId, purchaseNumber }: LockedPayment,
  reference: string,
): Promise<StoredDispute | undefined> {
  const row = await tx
    .selectFrom('dispute')
    .select([
      'id',
      'status',
      'reason',
      'withdrawn',
      'evidence_due_at as evidenceDueAt',
      'closed_at as closedAt',
      'version',
    ])
    .where('tenant_id', '=', tx.tenantId)
    .where('provider_reference', '=', reference)
    .executeTakeFirst()
  const purchase = { id: purchaseId, number: purchaseNumber }
  return row && { ...row, status: DisputeStatus.parse(row.status), purchase }
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
      opened_at: fact.openedAt ?? tx.act.at,
    })
    .execute()
  const { reason, evidenceDueAt } = fact
  const purchase = { id: payment.purchaseId, number: payment.purchaseNumber }
  const opened: StoredDispute = {
    id,
    status,
    reason,
    evidenceDueAt,
    purchase,
    closedAt: null,
    withdrawn: 0,
    version: 1,
  }
  await recordMove(tx, disputes, { after: opened, move: status === 'inquiry' ? 'inquire' : 'open' })
  await askAboutDispute(tx, payment, { id, fact })
  return opened
}
