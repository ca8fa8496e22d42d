import { type EarningStatus, earningStatuses } from '@mainstay/domain/earning/earning'
import { v7 } from 'uuid'
import type { LockedOrder } from '../order/order.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { statement } from '../postgres/statement.ts'

/** A seller's claim from each order, from its first capture on; its amount is in the ledger. One that exists is kept. */
export async function openEarnings(
  tx: Tx,
  orders: readonly Pick<LockedOrder, 'id' | 'sellerId' | 'currency'>[],
): Promise<void> {
  await insertOnce(tx, [
    tx.tenantId,
    orders.map(() => v7()),
    orders.map((order) => order.id),
    orders.map((order) => order.sellerId),
    orders.map((order) => order.currency),
  ])
}

const insertOnce = statement(
  { id: 'uuid' },
  `insert into earning (tenant_id, id, order_id, seller_id, currency, status)
   select $1, id, order_id, seller_id, currency, 'pending'
   from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::char(3)[]) as opened (id, order_id, seller_id, currency)
   on conflict (tenant_id, order_id) do nothing
   returning id`,
)

/** Whether an order's earning is pending or available, which says where its seller's part is posted. Throws NotFound. */
export async function getEarningStatus(tx: ReadTx, orderId: string): Promise<EarningStatus> {
  return found('earning', (await listEarningStatuses(tx, [orderId])).get(orderId))
}

/** The same of several orders; one that earned nothing yet is not there. */
export async function listEarningStatuses(
  tx: ReadTx,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, EarningStatus>> {
  const rows = await selectStatuses(tx, [tx.tenantId, orderIds])
  return new Map(rows.map(({ order_id, status }) => [order_id, earningStatusOf(status)]))
}

const selectStatuses = statement(
  { order_id: 'uuid', status: 'text' },
  'select order_id, status from earning where tenant_id = $1 and order_id = any($2::uuid[])',
)

function earningStatusOf(status: string): EarningStatus {
  const known = earningStatuses.find((each) => each === status)
  if (known === undefined) throw new Error(`an earning that is ${status} has no account yet`)
  return known
}
