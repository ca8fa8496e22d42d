import { type ImportChange, listImportChanges } from '@mainstay/db/import-run/change'
import { type EndedImportRun, failImportRun, finishImportRun, startImportRun } from '@mainstay/db/import-run/import-run'
import { unknownAddress } from '@mainstay/db/import-run/lines'
import { importPurchases } from '@mainstay/db/import-run/purchases'
import { type Database, inTenant } from '@mainstay/db/postgres/client'
import { type Buyer, saveBuyer } from '@mainstay/db/purchase/buyer'
import type { Tenant } from '@mainstay/db/tenant/tenant'
import type { Actor } from '@mainstay/domain/access/actor'
import type { ImportFigures } from '@mainstay/domain/import-run/import-run'
import type { ImportProblem } from '@mainstay/domain/import-run/row'
import { hashOf } from '../csv/source-file.ts'
import { acceptedPurchases, inBatches } from './accepted-purchases.ts'
import type { CheckedFile } from './check-file.ts'
import type { ImportCommand } from './command-line.ts'
import { startFigures } from './figures.ts'
import type { ImportFile } from './import-file.ts'

/** Purchases of one transaction. */
const batchSize = 50

export type ImportToRun = {
  command: Pick<ImportCommand, 'fileName' | 'source' | 'currency'> & { file: ImportFile; applies?: boolean }
  tenant: Tenant
  actor: Actor
  checked: CheckedFile
  fileHash: string
  clock: () => Date
  onProgress: (purchases: number) => void
  /** Asked between two batches. */
  isStopped: () => boolean
}

export type ImportResult = Omit<EndedImportRun, 'changed'> & {
  runId: string
  resumed: boolean
  file: ImportFigures
  rejected: number
  conflicts: ImportProblem[]
  changes: ImportChange[]
}

/**
 * Takes over what the check left standing, batch by batch. Killed at any moment it goes on where it was, run again with
 * the same file. Undefined when it was asked to stop.
 */
export async function importHistory(db: Database, run: ImportToRun): Promise<ImportResult | undefined> {
  const { command, tenant, actor, checked, clock } = run
  const { source, currency, fileName } = command
  const inTenantOfRun = <T>(fn: Parameters<typeof inTenant<T>>[2]) =>
    inTenant(db, { tenantId: tenant.id, act: { actor, at: clock() } }, fn)

  const { runId, resumed, buyer } = await inTenantOfRun(async (tx) => {
    const started = await startImportRun(tx, {
      source,
      fileName,
      currency,
      fileHash: run.fileHash,
      linesRead: checked.linesRead,
      purchasesInFile: checked.purchases,
      purchasesRejected: checked.rejected.size,
      problems: checked.problems,
    })
    const name = `Imported buyer, ${source}`
    const buyer = await saveBuyer(tx, {
      externalId: `import:${source}`,
      name,
      email: `imported@${tenant.slug}.invalid`,
      address: { ...unknownAddress, name },
    })
    return { runId: started.id, resumed: started.resumed, buyer }
  })

  const saysItFailed = () => inTenantOfRun((tx) => failImportRun(tx, { id: runId, fileName }))
  try {
    const taken = await takeAll(db, run, { runId, buyer })
    if (taken === undefined) {
      await saysItFailed()
      return undefined
    }
    const file = taken.figures.result()
    const { conflicts } = taken
    const rejected = checked.rejected.size + conflicts.length
    const end = { file, purchasesRejected: rejected }
    return await inTenantOfRun(async (tx) => {
      const { status, imported, present } = await finishImportRun(tx, { id: runId, fileName }, end)
      const changes = await listImportChanges(tx, runId)
      return { status, imported, present, runId, resumed, file, rejected, conflicts, changes }
    })
  } catch (error) {
    // What broke it off is what is told; where the database is gone, the run is still running to whoever looks.
    await saysItFailed().catch(() => {})
    throw error
  }
}

/** Batch by batch. Undefined when it was asked to stop. */
async function takeAll(db: Database, run: ImportToRun, { runId, buyer }: { runId: string; buyer: Buyer }) {
  const { command, tenant, actor, checked, clock } = run
  const { source, currency, file, applies = false } = command
  const figures = startFigures()
  const conflicts: ImportProblem[] = []
  for await (const purchases of inBatches(acceptedPurchases(file, checked.rejected), batchSize)) {
    if (run.isStopped()) return undefined
    const batch = { run: { id: runId, source, currency }, tenant, buyer, purchases, applies }
    const act = { actor, at: clock() }
    const outcome = await inTenant(db, { tenantId: tenant.id, act }, (tx) => importPurchases(tx, batch))
    const refused = new Set(outcome.conflicts.map((each) => each.purchaseExternalId))
    conflicts.push(...outcome.conflicts)
    for (const purchase of purchases) if (!refused.has(purchase.externalId)) figures.add(purchase)
    run.onProgress(purchases.length)
  }
  if ((await hashOf(file)) !== run.fileHash)
    throw new Error('The file was changed while it was imported. Run the import again: what is there stays.')
  return { figures, conflicts }
}
