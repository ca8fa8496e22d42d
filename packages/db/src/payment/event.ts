import { changePayment, type PaymentChange, type ToldEvent } from '@mainstay/domain/payment/event'
import { paymentLifecycle } from '@mainstay/domain/payment/lifecycle'
import type { PaymentRefusal } from '@mainstay/domain/payment/payment'
import { v7 } from 'uuid'
import { actorId } from '../audit/audit.ts'
import { saveMove } from '../command/move.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { statement } from '../postgres/statement.ts'
import { saveQueueChanges } from '../work-item/work-item.ts'
import type { LockedPayment } from './payment.ts'

/** A contradicted fact has changed nothing; the caller puts it before a person. */
export type Recorded =
  | { outcome: 'recorded' | 'already_applied'; payment: LockedPayment }
  | { outcome: 'contradicted'; payment: LockedPayment; refusal: PaymentRefusal }

/** How a payment's moves are written. */
const payments = {
  lifecycle: paymentLifecycle,
  table: 'payment',
  columnsOf: (payment: LockedPayment) => ({
    authorized: payment.authorized,
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

/** Records what happened to a locked payment, once per effect key, where nothing but the payment follows from it. */
export async function savePaymentEvent(tx: Tx, payment: LockedPayment, told: ToldEvent): Promise<Recorded> {
  if (await isEventKnown(tx, told.effectKey)) return { outcome: 'already_applied', payment }
  const decision = changePayment(payment, told, tx.act)
  if (!decision.ok) return { outcome: 'contradicted', payment, refusal: decision.refusal }
  return { outcome: 'recorded', payment: await savePaymentChange(tx, payment, decision.value) }
}

/** Stores what an event made of a locked payment: the payment, the event, and what people are asked. */
export async function savePaymentChange(
  tx: Tx,
  before: LockedPayment,
  { after, move, reason, told, queue }: PaymentChange<LockedPayment>,
): Promise<LockedPayment> {
  const saved = await saveMove(tx, payments, { before, after, move, reason })
  if (saved.providerReference !== before.providerReference) await insertReference(tx, saved)
  await insertEvent(tx, saved, told)
  await saveQueueChanges(tx, queue)
  return saved
}

/** Whether this was recorded before, whoever told it. */
export async function isEventKnown(tx: Tx, effectKey: string): Promise<boolean> {
  return (await findOccurredAt(tx, effectKey)) !== undefined
}

/** When a claim was made: the provider's memory of the key of its call begins there. */
export async function claimedAt(tx: ReadTx, effectKey: string): Promise<Date> {
  return found('claim', await findOccurredAt(tx, effectKey))
}

async function findOccurredAt(tx: ReadTx, effectKey: string): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('payment_event')
    .select('occurred_at')
    .where('tenant_id', '=', tx.tenantId)
    .where('effect_key', '=', effectKey)
    .executeTakeFirst()
  return row?.occurred_at
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

async function insertEvent(tx: Tx, after: LockedPayment, told: ToldEvent): Promise<void> {
  await tx
    .insertInto('payment_event')
    .values({
      tenant_id: tx.tenantId,
      id: v7(),
      payment_id: after.id,
      kind: told.event.kind,
      amount: after.moved,
      effect_key: told.effectKey,
      external_ref: told.externalRef ?? null,
      note: told.note ?? null,
      actor_type: tx.act.actor.type,
      actor_id: actorId(tx.act.actor),
      occurred_at: told.occurredAt ?? tx.act.at,
    })
    .execute()
}
