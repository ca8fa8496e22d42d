import { suspenseEntry } from '@mainstay/domain/ledger/suspense-entry'
import { formatMoney } from '@mainstay/domain/money/format'
import { sumOf } from '@mainstay/domain/money/sum'
import { type AdoptedRefund, adoptRefund } from '@mainstay/domain/refund/adopt'
import { commitParts } from '@mainstay/domain/refund/commit'
import type { RefundFact } from '@mainstay/domain/refund/fact'
import { hoursAfter } from '@mainstay/domain/work-item/queue'
import { recordMove } from '../command/move.ts'
import { postEntries } from '../ledger/ledger.ts'
import { type LockedLine, lockOrderLines } from '../order/line.ts'
import { lockOrders } from '../order/order.ts'
import { recordMovement } from '../payment/balance.ts'
import { savePaymentEvent } from '../payment/event.ts'
import { type LockedPayment, lockPayment } from '../payment/payment.ts'
import type { Tx } from '../postgres/client.ts'
import { openWorkItem } from '../work-item/work-item.ts'
import { saveRefundCommitment } from './approve.ts'
import { lockRefund, refunds } from './refund.ts'
import { insertRefundRow } from './request.ts'
import { claimRefund, recordRefundFact } from './send.ts'

/** A refund somebody made at the provider, without us. */
export type ExternalRefund = { reference: string; amount: number; fact: RefundFact; nextNumber: () => string }

type Outcome = 'recorded' | 'already_applied' | 'contradicted'

/**
 * Takes a refund into the books that nobody here asked for: a fact is not refused. The sellers bear it with their
 * commission returned, each order its part, and a person is asked. What is more than the orders have to give back is in
 * suspense. The payment is locked.
 */
export async function recordExternalRefund(tx: Tx, payment: LockedPayment, external: ExternalRefund): Promise<Outcome> {
  const known = await listRefundIdsOf(tx, payment.id, external.reference)
  if (known.length === 0) return adopt(tx, payment, external)
  const outcomes: Outcome[] = []
  for (const id of known) {
    outcomes.push((await recordRefundFact(tx, await lockRefund(tx, id), ofPart(external.fact))).outcome)
  }
  await recordWhole(tx, payment.id, external)
  return outcomes.find((outcome) => outcome !== 'already_applied') ?? 'already_applied'
}

async function adopt(tx: Tx, payment: LockedPayment, external: ExternalRefund): Promise<Outcome> {
  // It failed before we heard of it: no money has moved.
  if (external.fact.status === 'failed') return 'already_applied'
  if (payment.captured === 0) return 'contradicted'
  const orders = await lockOrders(tx, payment.purchaseId)
  const lines = await lockOrderLines(
    tx,
    orders.map((order) => order.id),
  )
  const { parts, unexplained } = adoptRefund(external.amount, payment, lines)
  if (unexplained > 0) {
    const isNew = await suspend(tx, payment, { ...external, amount: unexplained })
    if (!isNew && parts.length === 0) return 'already_applied'
  }
  const adopted: { id: string; number: string }[] = []
  for (const part of parts) {
    const sellerId = orders.find(({ id }) => id === part.orderId)?.sellerId
    if (sellerId === undefined) throw new Error('a refund is of an order that its payment does not pay for')
    adopted.push(await adoptPart(tx, payment, { external, part, sellerId }))
  }
  await recordWhole(tx, payment.id, external)
  await ask(tx, payment, { external, adopted, unexplained })
  return 'recorded'
}

/** What an order's part of it is, we have said: the amount and the movement told are of all of them. */
function ofPart({ balanceTransaction: _, ...fact }: RefundFact): RefundFact {
  return fact.status === 'failed' ? fact : { ...fact, amount: undefined }
}

async function recordWhole(tx: Tx, paymentId: string, { amount, fact }: ExternalRefund): Promise<void> {
  if (!fact.balanceTransaction) return
  const moved = fact.status === 'failed' ? amount : -amount
  await recordMovement(tx, await lockPayment(tx, paymentId), { moved, movement: fact.balanceTransaction })
}

type Part = AdoptedRefund<LockedLine>['parts'][number]

async function adoptPart(
  tx: Tx,
  payment: LockedPayment,
  { external, part: { orderId, lines: parts }, sellerId }: { external: ExternalRefund; part: Part; sellerId: string },
): Promise<{ id: string; number: string }> {
  const amount = { amount: sumOf(parts, (part) => part.amount), currency: payment.currency }
  const purchase = { id: payment.purchaseId, number: payment.purchaseNumber }
  const row = await insertRefundRow(tx, {
    origin: 'provider',
    order: { id: orderId, sellerId, purchase, paymentId: payment.id },
    amount,
    requestedBy: { id: null, name: tx.act.actor.name },
    nextNumber: external.nextNumber,
    parts: parts.map((part) => ({ ...part, quantity: null, unitsAmount: null })),
    input: {
      orderId,
      reason: 'other',
      note: external.reference,
      bearer: 'seller',
      sellerSharePpm: 1_000_000,
      commissionPolicy: 'return',
    },
  })
  const refund = await lockRefund(tx, row.id)
  const commitment = commitParts(refund, refund.books, { parts, at: tx.act.at })
  await saveRefundCommitment(tx, refund, { commitment })
  await recordMove(tx, refunds, {
    after: refund,
    move: 'adopt',
    changes: [{ field: 'amount', before: null, after: formatMoney(amount) }],
    reason: refund.note,
  })
  await claimRefund(tx, await lockRefund(tx, row.id))
  await recordRefundFact(tx, await lockRefund(tx, row.id), ofPart(external.fact))
  return row
}

/** More went back than the orders had left: the rest is in suspense until a person explains it. */
async function suspend(
  tx: Tx,
  payment: LockedPayment,
  { reference, amount, fact: { occurredAt } }: Pick<ExternalRefund, 'reference' | 'amount' | 'fact'>,
): Promise<boolean> {
  const recorded = await savePaymentEvent(tx, payment, {
    event: { kind: 'amount_suspended', amount },
    effectKey: `unexplained:${reference}`,
    externalRef: reference,
    occurredAt,
  })
  if (recorded.outcome !== 'recorded') return false
  const entry = suspenseEntry({
    balanceTransactionId: reference,
    amount: -amount,
    connectionId: payment.connection,
    currency: payment.currency,
    occurredAt: occurredAt ?? tx.act.at,
  })
  postEntries(tx, [entry], { purchaseId: payment.purchaseId, externalRef: reference })
  return true
}

async function ask(
  tx: Tx,
  payment: LockedPayment,
  found: { external: ExternalRefund; adopted: { id: string; number: string }[]; unexplained: number },
): Promise<void> {
  const { external, adopted, unexplained } = found
  const [first] = adopted
  await openWorkItem(tx, {
    kind: 'external_action',
    subject: first
      ? { type: 'refund', id: first.id, label: first.number }
      : { type: 'payment', id: payment.id, label: payment.purchaseNumber },
    purchaseId: payment.purchaseId,
    cause: { code: 'refund.made_elsewhere', provider: tx.act.actor.name, isSuspended: unexplained > 0 },
    atStake: { amount: external.amount, currency: payment.currency },
    dueAt: hoursAfter(tx.act.at, 24),
  })
}

async function listRefundIdsOf(tx: Tx, paymentId: string, reference: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('refund')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('payment_id', '=', paymentId)
    .where('origin', '=', 'provider')
    .where('provider_refund_reference', '=', reference)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}
