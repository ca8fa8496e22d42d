import { type ImportRun, type ImportRunSummary, importRunList } from '@mainstay/domain/import-run/import-run'
import { ImportRunStatus } from '@mainstay/domain/import-run/lifecycle'
import { listSource } from '../list/source.ts'
import type { ReadTx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { statement } from '../postgres/statement.ts'

/** Errors shown of one run; the report of the import has them all. */
const errorsMax = 500

const columns = [
  'id',
  'source',
  'file_name',
  'currency',
  'status',
  'lines_read',
  'purchases_in_file',
  'purchases_imported',
  'purchases_present',
  'purchases_rejected',
  'purchases_split',
  'orders',
  'sellers',
  'products',
  'item_amount',
  'freight_amount',
  'started_by',
  'started_at',
  'ended_at',
] as const

/** Imports of order history. */
export const importRuns = listSource(importRunList, {
  rows: (tx) => tx.selectFrom('import_run').select(columns).where('tenant_id', '=', tx.tenantId),
  id: 'import_run.id',
  sorts: { startedAt: { by: 'import_run.started_at', type: 'timestamptz' } },
  filters: { status: 'import_run.status' },
  itemsOf: (rows) => rows.map(summaryFromRow),
})

/** An import with what the tables and the ledger hold of its purchases now. Throws NotFound. */
export async function getImportRun(tx: ReadTx, id: string): Promise<ImportRun> {
  const row = found(
    'import run',
    await tx
      .selectFrom('import_run')
      .select(columns)
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  const [[tables], [ledger], [errors], listed] = await Promise.all([
    selectFigures(tx, [tx.tenantId, id]),
    selectLedger(tx, [tx.tenantId, id]),
    countErrors(tx, [tx.tenantId, id]),
    tx
      .selectFrom('import_error')
      .select(['line', 'field', 'message', 'purchase_external_id as purchaseExternalId'])
      .where('tenant_id', '=', tx.tenantId)
      .where('import_run_id', '=', id)
      .orderBy('line')
      .orderBy('id')
      .limit(errorsMax)
      .execute(),
  ])
  const summary = summaryFromRow(row)
  return {
    ...summary,
    file: {
      purchases: summary.purchasesInFile - summary.purchasesRejected,
      splitPurchases: row.purchases_split,
      orders: row.orders,
      sellers: row.sellers,
      products: row.products,
      items: row.item_amount,
      freight: row.freight_amount,
    },
    tables: found('import run', tables),
    ledger: found('import run', ledger),
    errorCount: found('import run', errors).count,
    errors: listed,
  }
}

const countErrors = statement(
  { count: 'bigint' },
  'select count(*) as count from import_error where tenant_id = $1 and import_run_id = $2',
)

// Counted in the orders and lines themselves, not in the sums their purchase carries.
const selectFigures = statement(
  {
    purchases: 'bigint',
    splitPurchases: 'bigint',
    orders: 'bigint',
    sellers: 'bigint',
    products: 'bigint',
    items: 'bigint',
    freight: 'bigint',
  },
  `with part as (
    select "order".purchase_id, "order".id, "order".seller_id
    from import_run_purchase link
    join "order" on "order".tenant_id = link.tenant_id and "order".purchase_id = link.purchase_id
    where link.tenant_id = $1 and link.import_run_id = $2
  ),
  line as (
    select order_line.kind, order_line.product_id, order_line.payable
    from part join order_line on order_line.tenant_id = $1 and order_line.order_id = part.id
  )
  select
    (select count(distinct purchase_id) from part) as purchases,
    (select count(*) from (select from part group by purchase_id having count(*) > 1) split) as "splitPurchases",
    (select count(*) from part) as orders,
    (select count(distinct seller_id) from part) as sellers,
    (select count(distinct product_id) from line) as products,
    (select coalesce(sum(payable), 0)::bigint from line where kind = 'item') as items,
    (select coalesce(sum(payable), 0)::bigint from line where kind = 'shipping') as freight`,
)

// What is owed is a credit: shown as a positive sum of its own.
const selectLedger = statement(
  { entries: 'bigint', openingBalance: 'bigint', sellerPending: 'bigint' },
  `select count(distinct entry.id) as entries,
    coalesce(sum(posting.amount) filter (where account.kind = 'opening_balance'), 0)::bigint as "openingBalance",
    coalesce(-sum(posting.amount) filter (where account.kind = 'seller_pending'), 0)::bigint as "sellerPending"
  from import_run_purchase link
  join journal_entry entry
    on entry.tenant_id = link.tenant_id and entry.purchase_id = link.purchase_id and entry.kind = 'opening'
  join posting on posting.tenant_id = entry.tenant_id and posting.entry_id = entry.id
  join account on account.tenant_id = posting.tenant_id and account.id = posting.account_id
  where link.tenant_id = $1 and link.import_run_id = $2`,
)

type Row = {
  id: string
  source: string
  file_name: string
  currency: string
  status: string
  lines_read: number
  purchases_in_file: number
  purchases_imported: number
  purchases_present: number
  purchases_rejected: number
  item_amount: number
  freight_amount: number
  started_by: string
  started_at: Date
  ended_at: Date | null
}

function summaryFromRow(row: Row): ImportRunSummary {
  return {
    id: row.id,
    source: row.source,
    fileName: row.file_name,
    currency: row.currency,
    status: ImportRunStatus.parse(row.status),
    linesRead: row.lines_read,
    purchasesInFile: row.purchases_in_file,
    purchasesImported: row.purchases_imported,
    purchasesPresent: row.purchases_present,
    purchasesRejected: row.purchases_rejected,
    items: row.item_amount,
    freight: row.freight_amount,
    startedBy: row.started_by,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  }
}
