import { PaymentState } from '@mainstay/domain/payment/lifecycle'
import type { StoredPayment } from '@mainstay/domain/payment/payment'
import { paymentStatusOf } from '@mainstay/domain/purchase/status'
import { type LockedOrder, saveOrders } from '../order/order.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { type RowOf, statement } from '../postgres/statement.ts'
import { savePurchaseStatus } from '../purchase/purchase.ts'

export type LockedPayment = StoredPayment & {
  paymentMethod: string
  /** When its purchase lapses unless it is paid. */
  payBy: Date | null
  version: number
}

const columns = {
  id: 'uuid',
  purchase_id: 'uuid',
  number: 'text',
  provider: 'text',
  connection: 'text',
  currency: 'text',
  payment_method: 'text',
  provider_reference: 'text?',
  unknown_since: 'timestamptz?',
  pay_by: 'timestamptz?',
  cancel_requested_at: 'timestamptz?',
  version: 'int',
  decline_code: 'text?',
  status: 'text',
  amount: 'bigint',
  authorized: 'bigint',
  captured: 'bigint',
  capture_pending: 'bigint',
  voided: 'bigint',
  refunded: 'bigint',
  refund_pending: 'bigint',
} as const

const selectText = `
  select payment.id, payment.purchase_id, purchase.number, payment.provider, payment.connection, payment.currency,
    payment.payment_method, payment.provider_reference, payment.unknown_since, payment.pay_by, payment.cancel_requested_at,
    payment.version, payment.decline_code, payment.status,
    payment.amount, payment.authorized, payment.captured, payment.capture_pending, payment.voided, payment.refunded,
    payment.refund_pending
  from payment
  join purchase on purchase.tenant_id = payment.tenant_id and purchase.id = payment.purchase_id
  where payment.tenant_id = $1 and payment.id = $2`
const selectPayment = statement(columns, selectText)
const selectLocked = statement(columns, `${selectText} for no key update of payment`)

/** Locks the payment: the first lock of everything that moves a purchase's money (payment, orders, lines, refund, balances). */
export async function lockPayment(tx: Tx, paymentId: string): Promise<LockedPayment> {
  const [row] = await selectLocked(tx, [tx.tenantId, paymentId])
  return paymentFromRow(found('payment', row))
}

/** The payment as it is, for a look; to change it, lock it. Throws NotFound. */
export async function getPayment(tx: ReadTx, paymentId: string): Promise<LockedPayment> {
  const [row] = await selectPayment(tx, [tx.tenantId, paymentId])
  return paymentFromRow(found('payment', row))
}

/** What is needed to tell whose a message is. */
export async function findPayment(
  tx: ReadTx,
  paymentId: string,
): Promise<{ id: string; purchaseId: string; providerReference: string | null } | undefined> {
  return tx
    .selectFrom('payment')
    .select(['id', 'purchase_id as purchaseId', 'provider_reference as providerReference'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', paymentId)
    .executeTakeFirst()
}

/**
 * Orders and purchase say what their payment has come to. Orders are locked, saved here with what else changed of them, and
 * answered as they are then.
 */
export async function saveOrdersOfPayment(
  tx: Tx,
  payment: LockedPayment,
  orders: readonly LockedOrder[],
): Promise<LockedOrder[]> {
  const told = orders.map((order) => ({ ...order, paymentStatus: paymentStatusOf(payment.status, [order]) }))
  await saveOrders(tx, told)
  await savePurchaseStatus(tx, payment.purchaseId, { payment: payment.status, orders })
  return told.map((order) => ({ ...order, version: order.version + 1 }))
}

function paymentFromRow(row: RowOf<typeof selectPayment>): LockedPayment {
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
    authorized: row.authorized,
    captured: row.captured,
    capturePending: row.capture_pending,
    voided: row.voided,
    refunded: row.refunded,
    refundPending: row.refund_pending,
  }
}
