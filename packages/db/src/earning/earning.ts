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
  const row = await tx
    .selectFrom('earning')
    .select('status')
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .executeTakeFirst()
  const { status } = found('earning', row)
  const known = earningStatuses.find((each) => each === status)
  if (known === undefined) throw new Error(`an earning that is ${status} has no account yet`)
  return known
}
