import { paymentLifecycle } from '@mainstay/domain/payment/lifecycle'
import {
  afterPaymentEvent,
  type PaymentEvent,
  type PaymentRefusal,
  paymentMoveOf,
} from '@mainstay/domain/payment/payment'
import { v7 } from 'uuid'
import { actorId } from '../audit/audit.ts'
import { saveMove } from '../command/move.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { statement } from '../postgres/statement.ts'
import type { LockedPayment } from './payment.ts'
import { openUnknown, settleUnknown } from './queue.ts'

/** A contradicted fact has changed nothing; the caller puts it before a person. */
export type Recorded =
  | { outcome: 'recorded' | 'already_applied'; payment: LockedPayment }
  | { outcome: 'contradicted'; payment: LockedPayment; refusal: PaymentRefusal }

/** How a payment's moves are written. */
const payments = {
  lifecycle: paymentLifecycle,
  table: 'payment',
  columnsOf: (payment: LockedPayment) => ({
    authorised: payment.authorised,
    captured: payment.captured,
    capture_pending: payment.capturePending,
    voided: payment.voided,
    refunded: payment.refunded,
    refund_pending: payment.refundPending,
    provider_reference: payment.providerReference,
    decline_code: payment.declineCode,
    unknown_since: payment.unknownSince,
    ...(!payment.cancelRequested && { cancel_requested_at: null }),
  }),
  labelOf: (payment: LockedPayment) => ({ label: payment.purchaseNumber, purchaseId: payment.purchaseId }),
  dataOf: ({ purchaseId, status, moved: amount, currency }: LockedPayment) => ({
    purchaseId,
    status,
    amount,
    currency,
  }),
} as const

export type PaymentEventToSave = {
  event: PaymentEvent
  /** The same for every report of one fact, so that the second changes nothing. */
  effectKey: string
  externalRef?: string | null
  note?: string
  providerReference?: string | null
  declineCode?: string
}

/**
 * Records what happened to a locked payment, once per effect key. While the outcome is unknown a work item is open; the
 * first fact that settles it closes it.
 */
export async function savePaymentEvent(tx: Tx, payment: LockedPayment, saved: PaymentEventToSave): Promise<Recorded> {
  if (await isEventKnown(tx, saved.effectKey)) return { outcome: 'already_applied', payment }
  const decision = afterPaymentEvent(payment, saved.event)
  if (!decision.ok) return { outcome: 'contradicted', payment, refusal: decision.refusal }

  const isUnknown = decision.value.status === 'unknown'
  const after: LockedPayment = {
    ...payment,
    ...decision.value,
    providerReference: saved.providerReference ?? payment.providerReference,
    unknownSince: isUnknown ? (payment.unknownSince ?? tx.act.at) : null,
    declineCode: saved.declineCode ?? payment.declineCode,
    moved: amountOf(saved.event),
  }
  const recorded = await saveMove(tx, payments, {
    before: payment,
    after,
    move: paymentMoveOf(saved.event.kind),
    reason: saved.declineCode ?? saved.note,
  })
  if (after.providerReference !== payment.providerReference) await insertReference(tx, after)
  await insertEvent(tx, after, saved)
  if (isUnknown) await openUnknown(tx, recorded, saved.note)
  else if (payment.status === 'unknown') await settleUnknown(tx, recorded)
  return { outcome: 'recorded', payment: recorded }
}

/** When a claim was made: the provider's memory of the key of its call begins there. */
export async function claimedAt(tx: ReadTx, effectKey: string): Promise<Date> {
  const row = await tx
    .selectFrom('payment_event')
    .select('occurred_at')
    .where('tenant_id', '=', tx.tenantId)
    .where('effect_key', '=', effectKey)
    .executeTakeFirst()
  return found('claim', row).occurred_at
}

/** So that a message that names no tenant is found to be about this payment. The first payment it is of keeps it. */
async function insertReference(tx: Tx, { id, provider, providerReference }: LockedPayment): Promise<void> {
  await insertReferenceOnce(tx, [provider, providerReference, tx.tenantId, id])
}

const insertReferenceOnce = statement(
  { reference: 'text' },
  `insert into payment_reference (provider, reference, owner_tenant_id, payment_id) values ($1, $2, $3, $4)
   on conflict (provider, reference) do nothing returning reference`,
)

async function isEventKnown(tx: Tx, effectKey: string): Promise<boolean> {
  const known = await tx
    .selectFrom('payment_event')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('effect_key', '=', effectKey)
    .executeTakeFirst()
  return known !== undefined
}

async function insertEvent(tx: Tx, after: LockedPayment, saved: PaymentEventToSave): Promise<void> {
  await tx
    .insertInto('payment_event')
    .values({
      tenant_id: tx.tenantId,
      id: v7(),
      payment_id: after.id,
      kind: saved.event.kind,
      amount: amountOf(saved.event),
      effect_key: saved.effectKey,
      external_ref: saved.externalRef ?? null,
      note: saved.note ?? null,
      actor_type: tx.act.actor.type,
      actor_id: actorId(tx.act.actor),
      occurred_at: tx.act.at,
    })
    .execute()
}

function amountOf(event: PaymentEvent): number {
  if ('amount' in event) return event.amount
  return 'claimed' in event ? event.claimed : 0
}
