import { effectKey, type JournalEntry } from '@mainstay/domain/ledger/journal-entry'
import { accountsOf } from '@mainstay/domain/payment/entry'
import type { PaymentEvent, PaymentRefusal } from '@mainstay/domain/payment/payment'
import { refundBouncedEntry, refundSettledEntry } from '@mainstay/domain/refund/entry'
import { type HeardOfAttempt, learnOfRefund, type RefundFact } from '@mainstay/domain/refund/fact'
import { hoursAfter } from '@mainstay/domain/work-item/queue'
import { saveMove } from '../command/move.ts'
import { postEntries } from '../ledger/ledger.ts'
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
  const sending = await saveMove(tx, refunds, { before: refund, after, move: 'send' })
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
  const learned = learnOfRefund(refund, fact, await heardOf(tx, refund, fact.reference))
  if (learned.outcome !== 'learned') return { outcome: learned.outcome, refund }
  const { after, move, money, claimsAgain } = learned
  if (money !== undefined) {
    const payment = claimsAgain ? await claimAgain(tx, refund) : refund.books.payment
    const paid = await saveAttempt(tx, { ...refund, books: { ...refund.books, payment } }, { fact, kind: money })
    if (paid.outcome === 'contradicted') return { ...paid, refund }
  }
  const reason = fact.status === 'failed' ? fact.reason : undefined
  const saved = await saveMove(tx, refunds, { before: refund, after, move, reason })
  if (move === 'fail') await askAboutFailure(tx, saved, money === 'refund_bounced')
  else await settleQuestions(tx, saved)
  return { outcome: 'recorded', refund: saved }
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

type AttemptEvent = { fact: RefundFact; kind: 'refunded' | 'refund_failed' | 'refund_bounced' }

/** The payment's side of a fact, and the ledger's and the orders' where money moved. */
async function saveAttempt(tx: Tx, refund: LockedRefund, { fact, kind }: AttemptEvent) {
  const { books, amount, attempt } = refund
  const event: PaymentEvent = { kind, amount: amount.amount }
  const key = keyOf(refund, kind)
  const recorded = await savePaymentEvent(tx, books.payment, { event, effectKey: key, externalRef: fact.reference })
  if (recorded.outcome !== 'recorded' || kind === 'refund_failed') return recorded

  const sign = kind === 'refunded' ? 1 : -1
  const order = { ...books.order, refunded: books.order.refunded + sign * amount.amount }
  const orders = books.orders.map((each) => (each.id === order.id ? order : each))
  await saveOrdersOfPayment(tx, recorded.payment, orders)
  const moved = {
    refundId: refund.id,
    attemptId: `a${attempt}`,
    orderId: order.id,
    accounts: { ...accountsOf(books.payment, order), buyerId: refund.stored.buyerId },
    amount: amount.amount,
    currency: amount.currency,
    occurredAt: tx.act.at,
  }
  const entry: JournalEntry = kind === 'refunded' ? refundSettledEntry(moved) : refundBouncedEntry(moved)
  postEntries(tx, [entry], {
    purchaseId: refund.purchase.id,
    externalRef: fact.reference ?? undefined,
  })
  return recorded
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
    .select(['effect_key', 'external_ref'])
    .where('tenant_id', '=', tx.tenantId)
    .where('payment_id', '=', refund.books.payment.id)
    .where('effect_key', 'like', `refund:${refund.id}:%`)
    .execute()
  const keys = new Set(events.map((event) => event.effect_key))
  const ofThisAttempt = new Set(
    (['refunded', 'refund_failed', 'refund_bounced'] as const).map((kind) => keyOf(refund, kind)),
  )
  return {
    isSettled: keys.has(keyOf(refund, 'refunded')),
    hasBounced: keys.has(keyOf(refund, 'refund_bounced')),
    isOfEarlierAttempt:
      reference !== null &&
      events.some((event) => event.external_ref === reference && !ofThisAttempt.has(event.effect_key)),
  }
}

function keyOf({ id, attempt }: LockedRefund, kind: AttemptEvent['kind']): string {
  if (kind === 'refunded') return effectKey.refundSettled(id, `a${attempt}`)
  if (kind === 'refund_bounced') return effectKey.refundBounced(id, `a${attempt}`)
  return `${effectKey.refundAttempt(id, attempt)}:failed`
}
