import type { ImportChange } from '@mainstay/db/import-run/change'
import { type ImportOutcome, previewImport } from '@mainstay/db/import-run/purchases'
import { acrossTenants, type Database, readTenant } from '@mainstay/db/postgres/client'
import { findTenantBySlug } from '@mainstay/db/tenant/tenant'
import type { ImportFigures } from '@mainstay/domain/import-run/import-run'
import type { ImportedPurchase } from '@mainstay/domain/import-run/purchase'
import type { ImportProblem } from '@mainstay/domain/import-run/row'
import { acceptedPurchases, inBatches } from './accepted-purchases.ts'
import type { CheckedFile } from './check-file.ts'
import { startFigures } from './figures.ts'
import type { ImportFile } from './import-file.ts'

export type Preview = {
  imported: number
  present: number
  changes: ImportChange[]
  conflicts: ImportProblem[]
  file: ImportFigures
}

const batchSize = 50

/** What an import would do to its marketplace; where there is none, or no database yet, all is new. */
export async function previewHistory(
  db: Database | undefined,
  { tenant: slug, applies }: { tenant: string; applies: boolean },
  { file, checked }: { file: ImportFile; checked: CheckedFile },
): Promise<Preview> {
  const tenant = db && (await acrossTenants(db, (tx) => findTenantBySlug(tx, slug)))
  const look = async (purchases: readonly ImportedPurchase[]): Promise<ImportOutcome> => {
    if (db === undefined || tenant === undefined)
      return { imported: purchases.length, present: 0, changed: [], conflicts: [] }
    return readTenant(db, tenant.id, (tx) => previewImport(tx, { currency: file.currency, purchases, applies }))
  }
  const figures = startFigures()
  const would: Omit<Preview, 'file'> = { imported: 0, present: 0, changes: [], conflicts: [] }
  for await (const purchases of inBatches(acceptedPurchases(file, checked.rejected), batchSize)) {
    const { imported, present, changed, conflicts } = await look(purchases)
    would.imported += imported
    would.present += present
    would.changes.push(...changed)
    would.conflicts.push(...conflicts)
    const refused = new Set(conflicts.map((each) => each.purchaseExternalId))
    for (const purchase of purchases) if (!refused.has(purchase.externalId)) figures.add(purchase)
  }
  return { ...would, file: figures.result() }
}
