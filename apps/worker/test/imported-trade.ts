import { getImportRun } from '@mainstay/db/import-run/reading'
import { balanceDifferences } from '@mainstay/db/ledger/reading'
import { type Database, raw, readTenant } from '@mainstay/db/postgres/client'
import { getExplanation } from '@mainstay/db/purchase/explanation'
import type { ImportRun } from '@mainstay/domain/import-run/import-run'

/** Everything tables have of imported purchases, but ids, numbers and letters, which say when something came. */
export function tradeOf(db: Database, tenantId: string): Promise<unknown[]> {
  return readTenant(db, tenantId, (tx) =>
    raw(
      tx,
      `select purchase.external_id, purchase.item_amount, purchase.shipping_amount, purchase.total_amount,
         purchase.order_count, purchase.line_count, purchase.payment_status, purchase.fulfilment_status,
         purchase.placed_at, seller.external_id as seller, part.status, part.payment_status as part_paid,
         part.item_amount as part_items, part.shipping_amount as part_freight, part.payable_amount, part.captured_amount,
         part.seller_net_amount, part.placed_at as part_placed_at, earning.status as earning,
         to_jsonb(line) - '{tenant_id,id,order_id,product_id}'::text[] as line, product.external_id as product
       from purchase
       join "order" part on part.tenant_id = $1 and part.purchase_id = purchase.id
       join seller on seller.tenant_id = $1 and seller.id = part.seller_id
       join earning on earning.tenant_id = $1 and earning.order_id = part.id
       join order_line line on line.tenant_id = $1 and line.order_id = part.id and line.withdrawn_at is null
       left join product on product.tenant_id = $1 and product.id = line.product_id
       where purchase.tenant_id = $1
       order by purchase.external_id, seller.external_id, line.position`,
      [tenantId],
    ),
  )
}

/** What is owed to each seller, and what is left to explain of each purchase. */
export function booksOf(db: Database, tenantId: string) {
  return readTenant(db, tenantId, async (tx) => {
    const balances = await raw(
      tx,
      `select account.kind, seller.external_id as seller, sum(balance.balance)::bigint as balance
       from account
       join account_balance balance on balance.tenant_id = $1 and balance.account_id = account.id
       left join seller on seller.tenant_id = $1 and seller.id::text = account.owner
       where account.tenant_id = $1
       group by account.kind, seller.external_id
       having sum(balance.balance) <> 0
       order by account.kind, seller.external_id`,
      [tenantId],
    )
    const purchases = await raw<{ id: string }>(
      tx,
      'select id from purchase where tenant_id = $1 order by external_id',
      [tenantId],
    )
    const explained = []
    for (const { id } of purchases) {
      const { orders, steps, holdings, difference } = await getExplanation(tx, id)
      const level = (each: (typeof steps)[number]) => ({
        key: each.key,
        total: each.total,
        perSeller: orders
          .map(({ sellerName }, index) => [sellerName, each.perOrder[index]])
          .filter(([, amount]) => amount !== 0)
          .sort(([one], [other]) => String(one).localeCompare(String(other))),
      })
      explained.push({ steps: steps.map(level), holdings: holdings.map(level), difference })
    }
    return { balances, explained, differences: await balanceDifferences(tx) }
  })
}

/** The imports of a tenant, oldest first. */
export function runsOf(db: Database, tenantId: string): Promise<ImportRun[]> {
  return readTenant(db, tenantId, async (tx) => {
    const rows = await raw<{ id: string }>(
      tx,
      'select id from import_run where tenant_id = $1 order by started_at, id',
      [tenantId],
    )
    const runs: ImportRun[] = []
    for (const { id } of rows) runs.push(await getImportRun(tx, id))
    return runs
  })
}
