import { movingRefundStatuses } from '@mainstay/domain/refund/lifecycle'
import type { Tx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'
import { isWorkedOn, type Stalled, stalledColumns, stalledFromRow, waitsForSomebody } from '../work-item/stalled.ts'

/** What the provider has accepted is with a bank, and counts as standing still much later. */
const isMoving = `refund.status = any($2)
  and not (refund.status = 'sending' and refund.provider_refund_reference is not null and refund.updated_at > $3)`
const isAtWork = isWorkedOn(['refund'], 'refund.id')

/** When a refund of each sort must have moved last to count as standing still. */
export type RefundLimits = { before: Date; atTheBankSince: Date }

/** Refunds that wait for something nobody is doing, and that no open work item is about. */
export async function listStalledRefunds(
  tx: Tx,
  { before, atTheBankSince }: RefundLimits,
  limit: number,
): Promise<Stalled[]> {
  const rows = await selectStalled(tx, [tx.tenantId, movingRefundStatuses, atTheBankSince, before, limit])
  return rows.map((row) => stalledFromRow('refund', row))
}

const selectStalled = statement(
  stalledColumns,
  `select refund.id, refund.status, refund.amount, refund.currency, refund.purchase_id, refund.number
   from refund
   where refund.tenant_id = $1 and ${isMoving} and refund.updated_at <= $4
     and not ${isAtWork} and not ${waitsForSomebody('refund', 'refund.id', 'refund.id')}
   order by refund.updated_at limit $5`,
)

/** Refunds with an open item of this kind that have moved on, or are at work again. */
export async function listRefundsThatMovedOn(
  tx: Tx,
  { atTheBankSince }: Pick<RefundLimits, 'atTheBankSince'>,
): Promise<string[]> {
  const rows = await selectMovedOn(tx, [tx.tenantId, movingRefundStatuses, atTheBankSince])
  return rows.map(({ id }) => id)
}

const selectMovedOn = statement(
  { id: 'uuid' },
  `select refund.id from work_item item join refund on refund.tenant_id = item.tenant_id and refund.id = item.subject_id
   where item.tenant_id = $1 and item.kind = 'refund_stalled' and item.status = 'open'
     and (not (${isMoving}) or ${isAtWork})`,
)
