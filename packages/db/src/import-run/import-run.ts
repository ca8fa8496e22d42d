import type { ImportFigures } from '@mainstay/domain/import-run/import-run'
import type { ImportRunStatus } from '@mainstay/domain/import-run/lifecycle'
import type { ImportProblem } from '@mainstay/domain/import-run/row'
import type { Currency } from '@mainstay/domain/money/currency'
import { v7 } from 'uuid'
import { recordChange } from '../command/record.ts'
import { takeTurns } from '../postgres/advisory-lock.ts'
import type { Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { statement } from '../postgres/statement.ts'

export type ImportRunToStart = {
  source: string
  fileName: string
  fileHash: string
  currency: Currency
  linesRead: number
  purchasesInFile: number
  purchasesRejected: number
  problems: readonly ImportProblem[]
}

/** The run of this file that was killed or broke off and goes on, or a new one. */
export async function startImportRun(tx: Tx, run: ImportRunToStart): Promise<{ id: string; resumed: boolean }> {
  // Two that start with one file at once must not both make a run.
  await takeTurns(tx, `import ${tx.tenantId}`)
  const running = await tx
    .selectFrom('import_run')
    .select(['id', 'status'])
    .where('tenant_id', '=', tx.tenantId)
    .where('file_hash', '=', run.fileHash)
    .where('source', '=', run.source)
    .where('currency', '=', run.currency)
    .where('status', 'in', ['running', 'failed'])
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (running?.status === 'running') return { id: running.id, resumed: true }

  await abandonRuns(tx, run.source)
  if (running !== undefined) {
    await saveStatus(tx, { id: running.id, fileName: run.fileName }, 'resume')
    return { id: running.id, resumed: true }
  }
  const id = v7()
  await tx
    .insertInto('import_run')
    .values({
      tenant_id: tx.tenantId,
      id,
      source: run.source,
      file_name: run.fileName,
      file_hash: run.fileHash,
      currency: run.currency,
      status: 'running',
      lines_read: run.linesRead,
      purchases_in_file: run.purchasesInFile,
      purchases_rejected: run.purchasesRejected,
      started_by: tx.act.actor.name,
      started_at: tx.act.at,
    })
    .execute()
  await recordImportErrors(tx, id, run.problems)
  await recordChange(tx, {
    action: 'importRun.start',
    subject: { type: 'import_run', id, label: run.fileName, version: 1 },
    changes: [
      { field: 'source', before: null, after: run.source },
      { field: 'purchasesInFile', before: null, after: run.purchasesInFile },
      { field: 'purchasesRejected', before: null, after: run.purchasesRejected },
    ],
    data: { source: run.source, fileName: run.fileName, purchasesInFile: run.purchasesInFile },
  })
  return { id, resumed: false }
}

/** Says that a run came to no end of its own. One that has ended all the same stays as it is: its answer got lost. */
export async function failImportRun(tx: Tx, run: { id: string; fileName: string }): Promise<void> {
  await saveStatus(tx, run, 'fail')
}

const statuses = { fail: ['running', 'failed'], resume: ['failed', 'running'] } as const

async function saveStatus(
  tx: Tx,
  { id, fileName }: { id: string; fileName: string },
  move: 'fail' | 'resume',
): Promise<void> {
  const [before, after] = statuses[move]
  const saved = await tx
    .updateTable('import_run')
    .set({ status: after, ended_at: move === 'fail' ? tx.act.at : null })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .where('status', '=', before)
    .returning('id')
    .executeTakeFirst()
  if (saved === undefined) return
  await recordChange(tx, {
    action: `importRun.${move}`,
    subject: { type: 'import_run', id, label: fileName, version: 1 },
    changes: [{ field: 'status', before, after }],
    data: { status: after },
  })
}

/** A run of the same source that was killed and whose file is another now will not go on; if it does, its end says so. */
async function abandonRuns(tx: Tx, source: string): Promise<void> {
  await tx
    .updateTable('import_run')
    .set({ status: 'failed', ended_at: tx.act.at })
    .where('tenant_id', '=', tx.tenantId)
    .where('source', '=', source)
    .where('status', '=', 'running')
    .execute()
}

/** Adds what a run met; what it has told before it was killed is told once. */
export async function recordImportErrors(
  tx: Tx,
  importRunId: string,
  problems: readonly ImportProblem[],
): Promise<void> {
  if (problems.length === 0) return
  await insertUntold(tx, [
    tx.tenantId,
    importRunId,
    problems.map(() => v7()),
    problems.map((problem) => problem.line),
    problems.map((problem) => problem.field),
    problems.map((problem) => problem.message),
    problems.map((problem) => problem.purchaseExternalId),
  ])
}

const insertUntold = statement(
  { id: 'uuid' },
  `insert into import_error (tenant_id, id, import_run_id, line, field, message, purchase_external_id)
   select $1, met.id, $2, met.line, met.field, met.message, met.purchase_external_id
   from unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[])
     as met (id, line, field, message, purchase_external_id)
   where not exists (
     select from import_error told
     where told.tenant_id = $1 and told.import_run_id = $2 and told.line = met.line and told.field = met.field
       and told.purchase_external_id is not distinct from met.purchase_external_id
   )
   returning id`,
)

export type ImportRunEnd = {
  /** Of the purchases of the file that were taken, by this run or before it. */
  file: ImportFigures
  purchasesRejected: number
}

export type EndedImportRun = { status: ImportRunStatus; imported: number; present: number; changed: number }

/** Closes a run. How many it imported is counted in the tables, whatever became of the process that began it. */
export async function finishImportRun(
  tx: Tx,
  run: { id: string; fileName: string },
  { file, purchasesRejected }: ImportRunEnd,
): Promise<EndedImportRun> {
  const status = purchasesRejected === 0 ? 'completed' : 'completed_with_errors'
  const [row] = await closeRun(tx, [
    tx.tenantId,
    run.id,
    status,
    purchasesRejected,
    file.items,
    file.freight,
    file.splitPurchases,
    file.orders,
    file.sellers,
    file.products,
    tx.act.at,
  ])
  const {
    purchases_imported: imported,
    purchases_present: present,
    purchases_changed: changed,
  } = found('import run', row)
  await recordChange(tx, {
    action: 'importRun.finish',
    subject: { type: 'import_run', id: run.id, label: run.fileName, version: 2 },
    changes: [
      { field: 'status', before: 'running', after: status },
      { field: 'purchasesImported', before: null, after: imported },
      { field: 'purchasesPresent', before: null, after: present },
      { field: 'purchasesChanged', before: null, after: changed },
      { field: 'purchasesRejected', before: null, after: purchasesRejected },
    ],
    data: { status, imported, present, changed, rejected: purchasesRejected },
  })
  return { status, imported, present, changed }
}

const closeRun = statement(
  { purchases_imported: 'int', purchases_present: 'int', purchases_changed: 'int' },
  `with counted as (
    select count(*) filter (where purchase.import_run_id = $2) as imported,
      count(*) filter (where purchase.import_run_id <> $2 and change.purchase_id is null) as present,
      count(change.purchase_id) as changed
    from import_run_purchase link
    join purchase on purchase.tenant_id = link.tenant_id and purchase.id = link.purchase_id
    left join import_change change on change.tenant_id = link.tenant_id and change.import_run_id = link.import_run_id
      and change.purchase_id = link.purchase_id
    where link.tenant_id = $1 and link.import_run_id = $2
  )
  update import_run set status = $3, purchases_imported = counted.imported, purchases_present = counted.present,
    purchases_changed = counted.changed, purchases_rejected = $4, item_amount = $5, freight_amount = $6,
    purchases_split = $7, orders = $8, sellers = $9, products = $10, ended_at = $11
  from counted
  where import_run.tenant_id = $1 and import_run.id = $2
  returning import_run.purchases_imported, import_run.purchases_present, import_run.purchases_changed`,
)
