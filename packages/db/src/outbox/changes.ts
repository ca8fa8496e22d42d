import type { ObjectChange } from '@mainstay/domain/command/object-change'
import type { ReadTx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'

export type NumberedChange = ObjectChange & {
  sequence: number
  /** The one order it is about; all of the purchase's when it names none. */
  orderId?: string | undefined
  /** Of the payment, for a refund: the event of the refund beside it says of which order. */
  isOfRefund?: boolean
}

/** What changed after that place in the tenant's order, oldest first. */
export async function listChanges(
  tx: ReadTx,
  { after, limit }: { after: number; limit: number },
): Promise<NumberedChange[]> {
  const rows = await selectChanges(tx, [tx.tenantId, after, limit])
  return rows.map(({ purchase_id, order_id, ...row }) => ({
    ...row,
    purchaseId: row.type === 'purchase' ? row.id : (purchase_id ?? undefined),
    orderId: row.type === 'order' ? row.id : (order_id ?? undefined),
  }))
}

const selectChanges = statement(
  {
    sequence: 'bigint',
    type: 'text',
    id: 'uuid',
    version: 'int',
    purchase_id: 'text?',
    order_id: 'text?',
    isOfRefund: 'boolean',
  },
  `select numbered.sequence, event.subject_type as type, event.subject_id as id, event.subject_version as version,
    event.data ->> 'purchaseId' as purchase_id, event.data ->> 'orderId' as order_id,
    event.type = any('{payment.refund_claimed,payment.refunded,payment.refund_failed,payment.refund_bounced}') as "isOfRefund"
  from outbox_sequence numbered
  join outbox_event event on event.tenant_id = numbered.tenant_id and event.id = numbered.event_id
  where numbered.tenant_id = $1 and numbered.sequence > $2
  order by numbered.sequence limit $3`,
)

/** The last place in the tenant's order. */
export async function lastSequence(tx: ReadTx): Promise<number> {
  const row = await tx
    .selectFrom('outbox_sequence')
    .select('sequence')
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.sequence ?? 0
}

/** The place behind which there is only what happened since then, or the last so many. */
export async function sequenceBefore(tx: ReadTx, { since, limit }: { since: Date; limit: number }): Promise<number> {
  const [row] = await selectBefore(tx, [tx.tenantId, since, limit])
  return row?.sequence ?? lastSequence(tx)
}

const selectBefore = statement(
  { sequence: 'bigint?' },
  `select min(latest.sequence) filter (where event.occurred_at >= $2) - 1 as sequence
   from (select sequence, event_id from outbox_sequence where tenant_id = $1 order by sequence desc limit $3) latest
   join outbox_event event on event.tenant_id = $1 and event.id = latest.event_id`,
)

/** The org units of the sellers each change is about, in the order of the changes. */
export async function sellerPathsOf(tx: ReadTx, changes: readonly NumberedChange[]): Promise<string[][]> {
  const purchaseIds = changes.flatMap(({ purchaseId }) => purchaseId ?? [])
  const sellerIds = changes.flatMap(({ type, id }) => (type === 'seller' ? id : []))
  const rows = await selectPaths(tx, [tx.tenantId, [...new Set(purchaseIds)], [...new Set(sellerIds)]])
  return changes.map(({ type, id, purchaseId, orderId, isOfRefund }) =>
    rows
      .filter((row) =>
        type === 'seller'
          ? row.seller_id === id
          : purchaseId !== undefined &&
            !isOfRefund &&
            row.purchase_id === purchaseId &&
            (orderId === undefined || row.order_id === orderId),
      )
      .map(({ path }) => path),
  )
}

const selectPaths = statement(
  { purchase_id: 'uuid?', order_id: 'uuid?', seller_id: 'uuid', path: 'text' },
  `with about as (
     select purchase_id, id as order_id, seller_id from "order" where tenant_id = $1 and purchase_id = any($2::uuid[])
     union all
     select null, null, id from seller where tenant_id = $1 and id = any($3::uuid[])
   )
   select about.*, org_unit.path
   from about
   join seller on seller.tenant_id = $1 and seller.id = about.seller_id
   join org_unit on org_unit.tenant_id = $1 and org_unit.id = seller.org_unit_id`,
)
