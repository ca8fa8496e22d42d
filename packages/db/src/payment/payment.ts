import type { Currency } from '@mainstay/domain/money/currency'
import { PaymentState, paymentLifecycle } from '@mainstay/domain/payment/lifecycle'
import {
  afterPaymentEvent,
  type Payment,
  type PaymentEvent,
  type PaymentRefusal,
  paymentMoveOf,
} from '@mainstay/domain/payment/payment'
import { paymentStatusOf } from '@mainstay/domain/purchase/status'
import { v7 } from 'uuid'
import { actorId } from '../audit/audit.ts'
import { saveMove } from '../command/move.ts'
import { type LockedOrder, saveOrders } from '../order/order.ts'
import { type ReadTx, raw, type Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { savePurchaseStatus } from '../purchase/purchase.ts'
import { openUnknown, settleUnknown } from './queue.ts'

export type LockedPayment = Payment & {
  id: string
  purchaseId: string
  purchaseNumber: string
  provider: string
  connection: string
  currency: Currency
  paymentMethod: string
  providerReference: string | null
  unknownSince: Date | null
  /** When its purchase lapses unless it is paid. */
  payBy: Date | null
  declineCode: string | null
  /** What its last event moved. */
  moved: number
  version: number
}

/** A contradicted fact has changed nothing; the caller puts it before a person. */
export type Recorded =
  | { outcome: 'recorded' | 'already_applied'; payment: LockedPayment }
  | { outcome: 'contradicted'; payment: LockedPayment; refusal: PaymentRefusal }

/** Locks the payment: the first lock of everything that moves a purchase's money (payment, orders, lines, refund, balances). */
export async function lockPayment(tx: Tx, paymentId: string): Promise<LockedPayment> {
  const [row] = await raw<PaymentRow>(tx, `${selectText} and payment.id = $2 for no key update of payment`, [
    tx.tenantId,
    paymentId,
  ])
  return paymentFromRow(found('payment', row))
}

/** The payment as it is, for a look; to change it, lock it. Throws NotFound. */
export async function getPayment(tx: ReadTx, paymentId: string): Promise<LockedPayment> {
  const [row] = await raw<PaymentRow>(tx, `${selectText} and payment.id = $2`, [tx.tenantId, paymentId])
  return paymentFromRow(found('payment', row))
}

/** What is needed to tell whose a message is. */
export async function findPayment(
  tx: ReadTx,
  paymentId: string,
): Promise<{ id: string; providerReference: string | null } | undefined> {
  return tx
    .selectFrom('payment')
    .select(['id', 'provider_reference as providerReference'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', paymentId)
    .executeTakeFirst()
}

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

/** Orders and purchase say what their payment has come to. Orders are locked, and saved here with what else changed of them. */
export async function saveOrdersOfPayment(
  tx: Tx,
  payment: LockedPayment,
  orders: readonly LockedOrder[],
): Promise<void> {
  await saveOrders(
    tx,
    orders.map((order) => ({ ...order, paymentStatus: paymentStatusOf(payment.status, [order]) })),
  )
  await savePurchaseStatus(tx, payment.purchaseId, { payment: payment.status, orders })
}

/** So that a message that names no tenant is found to be about this payment. The first payment it is of keeps it. */
async function insertReference(tx: Tx, { id, provider, providerReference }: LockedPayment): Promise<void> {
  await raw(
    tx,
    `insert into payment_reference (provider, reference, owner_tenant_id, payment_id) values ($1, $2, $3, $4)
     on conflict (provider, reference) do nothing returning reference`,
    [provider, providerReference, tx.tenantId, id],
  )
}

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

const selectText = `
  select payment.id, payment.purchase_id, purchase.number, payment.provider, payment.connection, payment.currency,
    payment.payment_method, payment.provider_reference, payment.unknown_since, payment.pay_by, payment.cancel_requested_at,
    payment.version, payment.decline_code, payment.status,
    payment.amount, payment.authorised, payment.captured, payment.capture_pending, payment.voided, payment.refunded,
    payment.refund_pending
  from payment
  join purchase on purchase.tenant_id = payment.tenant_id and purchase.id = payment.purchase_id
  where payment.tenant_id = $1`

type PaymentRow = {
  id: string
  purchase_id: string
  number: string
  provider: string
  connection: string
  currency: string
  payment_method: string
  provider_reference: string | null
  unknown_since: Date | null
  pay_by: Date | null
  cancel_requested_at: Date | null
  version: number
  decline_code: string | null
  status: string
  amount: number
  authorised: number
  captured: number
  capture_pending: number
  voided: number
  refunded: number
  refund_pending: number
}

function paymentFromRow(row: PaymentRow): LockedPayment {
  return {
    id: row.id,
    purchaseId: row.purchase_id,
    purchaseNumber: row.number,
    provider: row.provider,
    connection: row.connection,
    currency: row.currency,
    paymentMethod: row.payment_method,
    providerReference: row.provider_reference,
    unknownSince: row.unknown_since,
    payBy: row.pay_by,
    cancelRequested: row.cancel_requested_at !== null,
    version: row.version,
    declineCode: row.decline_code,
    moved: 0,
    status: PaymentState.parse(row.status),
    amount: row.amount,
    authorised: row.authorised,
    captured: row.captured,
    capturePending: row.capture_pending,
    voided: row.voided,
    refunded: row.refunded,
    refundPending: row.refund_pending,
  }
}
