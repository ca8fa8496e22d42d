import { effectKey, type JournalEntry } from '@mainstay/domain/ledger/journal-entry'
import { suspenseClearedEntry, suspenseEntry } from '@mainstay/domain/ledger/suspense-entry'
import { accountsOf } from '@mainstay/domain/payment/entry'
import type { PaymentEvent, PaymentRefusal } from '@mainstay/domain/payment/payment'
import { refundBouncedEntry, refundSettledEntry } from '@mainstay/domain/refund/entry'
import {
  type HeardOfAttempt,
  learnOfRefund,
  type RefundFact,
  type RefundMoney,
  type Settled,
} from '@mainstay/domain/refund/fact'
import { hoursAfter } from '@mainstay/domain/work-item/queue'
import { saveMove } from '../command/move.ts'
import { postEntries } from '../ledger/ledger.ts'
import { recordMovement } from '../payment/balance.ts'
import { claimedAt, savePaymentEvent } from '../payment/event.ts'
import { type LockedPayment, saveOrdersOfPayment } from '../payment/payment.ts'
import type { Tx } from '../postgres/client.ts'
import { openWorkItem, settleWorkItem } from '../work-item/work-item.ts'
import { itemOf } from './queue.ts'
import { type LockedRefund, refunds } from './refund.ts'

/** A contradicted fact has changed nothing; the caller puts it before a person. */
export type RecordedRefund =
  | { outcome: 'recorded' | 'already_applied'; refund: LockedRefund }
  | { outcome: 'contradicted'; refund: LockedRefund; refusal?: PaymentRefusal }

/**
 * Says that we are about to send the money: before the call, so that a crash leaves a trace of it. A refund of nothing is
 * done with that.
 */
export async function claimRefund(tx: Tx, refund: LockedRefund): Promise<RecordedRefund> {
  if (refund.status !== 'approved' && refund.status !== 'failed') return { outcome: 'already_applied', refund }
  if (refund.amount.amount === 0) {
    const after = { ...refund, status: 'succeeded' as const }
    return {
      outcome: 'already_applied',
      refund: await saveMove(tx, refunds, { before: refund, after, move: 'conclude' }),
    }
  }
  const attempt = refund.attempt + 1
  const claimed = await savePaymentEvent(tx, refund.books.payment, {
    event: { kind: 'refund_claimed', amount: refund.amount.amount },
    effectKey: `${effectKey.refundAttempt(refund.id, attempt)}:claim`,
  })
  if (claimed.outcome === 'contradicted') return { outcome: 'contradicted', refund, refusal: claimed.refusal }
  const after = { ...refund, status: 'sending' as const, attempt, failureReason: null }
  const sent = await saveMove(tx, refunds, { before: refund, after, move: 'send' })
  const sending = { ...sent, books: { ...sent.books, payment: claimed.payment } }
  await settleWorkItem(tx, {
    kind: 'refund_failed',
    subjectId: sending.id,
    resolution: { code: 'refund.sent_again', attempt },
  })
  return { outcome: 'recorded', refund: sending }
}

/**
 * When the attempt under way was claimed; undefined when none is, or when its money has left. Whoever finds a claim goes
 * on with it under its key: the run that made it may never have asked.
 */
export async function refundUnderWaySince(tx: Tx, refund: LockedRefund): Promise<Date | undefined> {
  if (refund.status !== 'sending' && refund.status !== 'unknown') return undefined
  if ((await heardOf(tx, refund, null)).isSettled) return undefined
  return claimedAt(tx, `${effectKey.refundAttempt(refund.id, refund.attempt)}:claim`)
}

/** Stores what the provider says of the attempt under way, whoever learned it: our call, a query or a webhook. */
export async function recordRefundFact(tx: Tx, refund: LockedRefund, fact: RefundFact): Promise<RecordedRefund> {
  const heard = await heardOf(tx, refund, fact.reference)
  const learned = learnOfRefund(refund, fact, heard)
  if (learned.outcome !== 'learned') {
    if (!heard.isOfEarlierAttempt) await recordBalance(tx, refund, { fact, settled: heard.settled })
    return { outcome: learned.outcome, refund }
  }
  const { after, move, money, claimsAgain } = learned
  let { books } = refund
  if (money !== undefined) {
    if (claimsAgain) books = { ...books, payment: await claimAgain(tx, refund) }
    const paid = await saveAttempt(tx, { ...refund, books }, { fact, money })
    if (paid.outcome === 'contradicted') return { ...paid, refund }
    books = paid.books
  }
  const moved = money?.kind === 'refund_failed' ? undefined : (money ?? heard.settled)
  books = { ...books, payment: await recordBalance(tx, { ...refund, books }, { fact, settled: moved }) }
  const reason = fact.status === 'failed' ? fact.reason : undefined
  const saved = { ...(await saveMove(tx, refunds, { before: refund, after, move, reason })), books }
  if (move === 'fail') await askAboutFailure(tx, saved, money?.kind === 'refund_bounced')
  else await settleQuestions(tx, saved)
  return { outcome: 'recorded', refund: saved }
}

/** Nothing has moved of a refund that failed before it was heard of: what went out for it came back. */
async function recordBalance(
  tx: Tx,
  { books: { payment } }: LockedRefund,
  { fact, settled }: { fact: RefundFact; settled: Settled | undefined },
): Promise<LockedPayment> {
  if (!fact.balanceTransaction || settled === undefined) return payment
  const total = settled.amount + settled.unexplained
  const moved = fact.status === 'failed' ? total : -total
  return recordMovement(tx, payment, { moved, movement: fact.balanceTransaction })
}

async function settleQuestions(tx: Tx, refund: LockedRefund): Promise<void> {
  const resolution = { code: 'refund.on_its_way' } as const
  await settleWorkItem(tx, { kind: 'refund_unknown', subjectId: refund.id, resolution })
  await settleWorkItem(tx, { kind: 'refund_failed', subjectId: refund.id, resolution })
}

async function askAboutFailure(tx: Tx, refund: LockedRefund, hasBounced: boolean): Promise<void> {
  const resolution = { code: 'refund.failed' } as const
  await settleWorkItem(tx, { kind: 'refund_unknown', subjectId: refund.id, resolution })
  await openWorkItem(tx, {
    ...itemOf(refund),
    kind: 'refund_failed',
    cause: { code: hasBounced ? 'refund.bounced' : 'refund.failed', detail: refund.failureReason },
    dueAt: hoursAfter(tx.act.at, 24),
  })
}

/** The provider may or may not have sent the money, unless its answer came another way. */
export async function recordRefundUnknown(tx: Tx, refund: LockedRefund, reason: string): Promise<RecordedRefund> {
  const { isSettled } = await heardOf(tx, refund, null)
  if (refund.status !== 'sending' || isSettled) return { outcome: 'already_applied', refund }
  const after = { ...refund, status: 'unknown' as const }
  const unknown = await saveMove(tx, refunds, { before: refund, after, move: 'markUnknown', reason })
  await openWorkItem(tx, {
    ...itemOf(refund),
    kind: 'refund_unknown',
    cause: { code: 'refund.unknown', detail: reason },
    dueAt: hoursAfter(tx.act.at, 1),
  })
  return { outcome: 'recorded', refund: unknown }
}

/** Puts what contradicts our books of a refund before a person. */
export async function reportRefundContradiction(tx: Tx, refund: LockedRefund, fact: RefundFact): Promise<void> {
  await openWorkItem(tx, {
    ...itemOf(refund),
    kind: 'webhook_contradiction',
    cause: {
      code: 'refund.contradicted',
      provider: tx.act.actor.name,
      told: fact.status,
      status: refund.status,
    },
    dueAt: hoursAfter(tx.act.at, 4),
  })
}

type AttemptEvent = { fact: RefundFact; money: RefundMoney }

/** The payment's side of a fact, and the ledger's and the orders' where money moved. */
async function saveAttempt(tx: Tx, refund: LockedRefund, { fact, money }: AttemptEvent) {
  const { amount: claimed, attempt } = refund
  const { kind, amount, unexplained } = money
  const event: PaymentEvent = kind === 'refunded' ? { kind, amount, claimed: claimed.amount } : { kind, amount }
  const told = { externalRef: fact.reference, occurredAt: fact.occurredAt }
  const recorded = await savePaymentEvent(tx, refund.books.payment, { event, effectKey: keyOf(refund, kind), ...told })
  if (recorded.outcome === 'contradicted') return recorded
  let books = { ...refund.books, payment: recorded.payment }
  if (recorded.outcome !== 'recorded' || kind === 'refund_failed') return { outcome: recorded.outcome, books }

  if (unexplained > 0 && kind === 'refunded') {
    const suspended = { kind: 'amount_suspended', amount: unexplained } as const
    const effectKey = unexplainedKeyOf(refund)
    const saved = await savePaymentEvent(tx, books.payment, { event: suspended, effectKey, ...told })
    books = { ...books, payment: saved.payment }
  }
  const sign = kind === 'refunded' ? 1 : -1
  const order = { ...books.order, refunded: books.order.refunded + sign * amount }
  const orders = await saveOrdersOfPayment(
    tx,
    books.payment,
    books.orders.map((each) => (each.id === order.id ? order : each)),
  )
  const { currency } = claimed
  const occurredAt = fact.occurredAt ?? tx.act.at
  const moved = {
    refundId: refund.id,
    attemptId: `a${attempt}`,
    orderId: order.id,
    accounts: { ...accountsOf(books.payment, order), buyerId: refund.stored.buyerId },
    amount,
    currency,
    occurredAt,
  }
  const entries: JournalEntry[] = []
  if (amount > 0) entries.push(kind === 'refunded' ? refundSettledEntry(moved) : refundBouncedEntry(moved))
  if (unexplained > 0) {
    const connectionId = books.payment.connection
    const balanceTransactionId = fact.reference ?? `${refund.id}:a${attempt}`
    const suspended = { balanceTransactionId, amount: -unexplained, connectionId, currency, occurredAt }
    entries.push(kind === 'refunded' ? suspenseEntry(suspended) : suspenseClearedEntry(suspended))
  }
  postEntries(tx, entries, { purchaseId: refund.purchase.id, externalRef: fact.reference ?? undefined })
  if (kind === 'refunded' && amount + unexplained !== claimed.amount) await askAboutAmount(tx, refund, money)
  const saved = orders.find((each) => each.id === order.id) ?? order
  return { outcome: recorded.outcome, books: { ...books, order: saved, orders } }
}

async function askAboutAmount(tx: Tx, refund: LockedRefund, { amount, unexplained }: RefundMoney): Promise<void> {
  const { currency } = refund.amount
  await openWorkItem(tx, {
    ...itemOf(refund),
    kind: 'amount_mismatch',
    cause: {
      code: 'refund.amount_mismatch',
      provider: tx.act.actor.name,
      wanted: refund.amount,
      moved: { amount: amount + unexplained, currency },
      suspended: { amount: unexplained, currency },
    },
    atStake: { amount: Math.abs(amount + unexplained - refund.amount.amount), currency },
    dueAt: hoursAfter(tx.act.at, 24),
  })
}

async function claimAgain(tx: Tx, refund: LockedRefund): Promise<LockedPayment> {
  const event: PaymentEvent = { kind: 'refund_claimed', amount: refund.amount.amount }
  const key = `${effectKey.refundAttempt(refund.id, refund.attempt)}:claim:again`
  return (await savePaymentEvent(tx, refund.books.payment, { event, effectKey: key })).payment
}

/** What the payment has heard of this refund: of the attempt under way, and of those before it. */
async function heardOf(tx: Tx, refund: LockedRefund, reference: string | null): Promise<HeardOfAttempt> {
  const events = await tx
    .selectFrom('payment_event')
    .select(['effect_key', 'external_ref', 'amount'])
    .where('tenant_id', '=', tx.tenantId)
    .where('payment_id', '=', refund.books.payment.id)
    .where('effect_key', 'like', `refund:${refund.id}:%`)
    .execute()
  const amounts = new Map(events.map((event) => [event.effect_key, event.amount]))
  const ofThisAttempt = new Set([
    ...(['refunded', 'refund_failed', 'refund_bounced'] as const).map((kind) => keyOf(refund, kind)),
    unexplainedKeyOf(refund),
  ])
  const amount = amounts.get(keyOf(refund, 'refunded'))
  const unexplained = amounts.get(unexplainedKeyOf(refund)) ?? 0
  return {
    isSettled: amount !== undefined,
    hasBounced: amounts.has(keyOf(refund, 'refund_bounced')),
    isOfEarlierAttempt:
      reference !== null &&
      events.some((event) => event.external_ref === reference && !ofThisAttempt.has(event.effect_key)),
    settled: amount === undefined ? undefined : { amount, unexplained },
  }
}

function keyOf({ id, attempt }: LockedRefund, kind: RefundMoney['kind']): string {
  if (kind === 'refunded') return effectKey.refundSettled(id, `a${attempt}`)
  if (kind === 'refund_bounced') return effectKey.refundBounced(id, `a${attempt}`)
  return `${effectKey.refundAttempt(id, attempt)}:failed`
}

function unexplainedKeyOf(refund: LockedRefund): string {
  return `${keyOf(refund, 'refunded')}:unexplained`
}
