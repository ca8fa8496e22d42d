import { type ImportRun, type ImportRunSummary, importRunList } from '@mainstay/domain/import-run/import-run'
import { ImportRunStatus } from '@mainstay/domain/import-run/lifecycle'
import { listSource } from '../list/source.ts'
import type { ReadTx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { statement } from '../postgres/statement.ts'
import { selectChanges } from './change.ts'

/** Errors and changes shown of one run; the report of the import has them all. */
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
  'purchases_changed',
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
  const [[tables], [ledger], [errors], listed, changes, [later]] = await Promise.all([
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
    selectChanges(tx, [tx.tenantId, id, errorsMax]),
    countLater(tx, [tx.tenantId, id]),
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
    changes: changes.map(({ line, message, external_id, purchase_id, number }) => ({
      line,
      message,
      purchaseExternalId: external_id,
      purchase: { id: purchase_id, number },
    })),
    purchasesChangedLater: found('import run', later).count,
  }
}

const countErrors = statement(
  { count: 'bigint' },
  'select count(*) as count from import_error where tenant_id = $1 and import_run_id = $2',
)

// The first change after the run took a purchase knows what it was until then.
const laterChanges = `later as (
    select distinct on (change.purchase_id) change.purchase_id, change.lines_before
    from import_run_purchase link
    join import_change change on change.tenant_id = link.tenant_id and change.purchase_id = link.purchase_id
      and change.purchase_version > link.purchase_version
    where link.tenant_id = $1 and link.import_run_id = $2
    order by change.purchase_id, change.purchase_version
  )`

// Counted in the lines themselves, not in the sums that orders and purchases carry.
const linesOfRun = `${laterChanges},
  line as (
    select part.purchase_id, part.id as order_id, part.seller_id, standing.kind, standing.product_id,
      standing.payable as amount
    from import_run_purchase link
    join "order" part on part.tenant_id = link.tenant_id and part.purchase_id = link.purchase_id
    join order_line standing on standing.tenant_id = part.tenant_id and standing.order_id = part.id
      and standing.withdrawn_at is null
    where link.tenant_id = $1 and link.import_run_id = $2
      and not exists (select from later where later.purchase_id = link.purchase_id)
    union all
    select later.purchase_id, was.order_id, was.seller_id, was.kind, was.product_id, was.amount
    from later
    cross join jsonb_to_recordset(later.lines_before)
      as was (order_id uuid, seller_id uuid, kind text, product_id uuid, amount bigint)
  )`

const countLater = statement({ count: 'bigint' }, `with ${laterChanges} select count(*) as count from later`)

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
  `with ${linesOfRun},
  part as (select distinct purchase_id, order_id, seller_id from line)
  select
    (select count(distinct purchase_id) from part) as purchases,
    (select count(*) from (select from part group by purchase_id having count(*) > 1) split) as "splitPurchases",
    (select count(*) from part) as orders,
    (select count(distinct seller_id) from part) as sellers,
    (select count(distinct product_id) from line) as products,
    (select coalesce(sum(amount), 0)::bigint from line where kind = 'item') as items,
    (select coalesce(sum(amount), 0)::bigint from line where kind = 'shipping') as freight`,
)

// What is owed is a credit: shown as a positive sum of its own. What a later import made of it is not this one's.
const selectLedger = statement(
  { entries: 'bigint', orders: 'bigint', openingBalance: 'bigint', sellerPending: 'bigint' },
  `with ${linesOfRun},
  opened as (
    select entry.id, entry.order_id, account.kind, posting.amount
    from import_run_purchase link
    join journal_entry entry
      on entry.tenant_id = link.tenant_id and entry.purchase_id = link.purchase_id and entry.kind = 'opening'
    join posting on posting.tenant_id = entry.tenant_id and posting.entry_id = entry.id
    join account on account.tenant_id = posting.tenant_id and account.id = posting.account_id
    left join import_change change on change.tenant_id = entry.tenant_id and change.purchase_id = entry.purchase_id
      and entry.source_type = 'import_change' and entry.source_id = change.id::text
    where link.tenant_id = $1 and link.import_run_id = $2
      and (change.id is null or change.purchase_version <= link.purchase_version)
  ),
  owed as (select order_id, -sum(amount) as amount from opened where kind = 'seller_pending' group by order_id),
  part as (select order_id, sum(amount) as amount from line group by order_id)
  select count(distinct id) as entries,
    (select count(*) from part left join owed using (order_id) where part.amount = coalesce(owed.amount, 0)) as orders,
    coalesce(sum(amount) filter (where kind = 'opening_balance'), 0)::bigint as "openingBalance",
    coalesce(-sum(amount) filter (where kind = 'seller_pending'), 0)::bigint as "sellerPending"
  from opened`,
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
  purchases_changed: number
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
    purchasesChanged: row.purchases_changed,
    purchasesRejected: row.purchases_rejected,
    items: row.item_amount,
    freight: row.freight_amount,
    startedBy: row.started_by,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  }
}
