import { movingPaymentStates } from '@mainstay/domain/payment/payment'
import type { Tx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'
import { isWorkedOn, type Stalled, stalledColumns, stalledFromRow, waitsForSomebody } from '../work-item/stalled.ts'

// Nothing to pay is captured by nobody.
const isMoving = `payment.status = any($2) and not (payment.status = 'authorized' and payment.amount = 0)`
const isAtWork = isWorkedOn(['payment', 'purchase'], 'payment.id', 'payment.purchase_id')

/** Payments that wait for something nobody is doing, and that no open work item is about. */
export async function listStalledPayments(tx: Tx, before: Date, limit: number): Promise<Stalled[]> {
  const rows = await selectStalled(tx, [tx.tenantId, movingPaymentStates, before, limit])
  return rows.map((row) => stalledFromRow('payment', row))
}

const selectStalled = statement(
  stalledColumns,
  `select payment.id, payment.status, payment.amount, payment.currency, payment.purchase_id, purchase.number
   from payment join purchase on purchase.tenant_id = payment.tenant_id and purchase.id = payment.purchase_id
   where payment.tenant_id = $1 and ${isMoving} and payment.updated_at <= $3
     and not ${isAtWork} and not ${waitsForSomebody('payment', 'payment.id', 'payment.purchase_id')}
   order by payment.updated_at limit $4`,
)

/** Payments with an open item of this kind that have moved on, or are at work again. */
export async function listPaymentsThatMovedOn(tx: Tx): Promise<string[]> {
  const rows = await selectMovedOn(tx, [tx.tenantId, movingPaymentStates])
  return rows.map(({ id }) => id)
}

const selectMovedOn = statement(
  { id: 'uuid' },
  `select payment.id from work_item item join payment on payment.tenant_id = item.tenant_id and payment.id = item.subject_id
   where item.tenant_id = $1 and item.kind = 'payment_stalled' and item.status = 'open'
     and (not (${isMoving}) or ${isAtWork})`,
)
