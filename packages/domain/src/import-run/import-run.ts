import * as z from 'zod'
import { Id } from '../command/id.ts'
import { oneOf } from '../list/filter.ts'
import { listOf } from '../list/list.ts'
import { ImportRunStatus } from './lifecycle.ts'

export const importRunList = listOf('importRun', {
  sorts: { startedAt: 'desc' },
  filters: { status: oneOf('status', ImportRunStatus) },
})

export const ImportRunInput = z.strictObject({ importRunId: Id })

/** Counts, and sums in minor units, of purchases that were taken. */
export const ImportFigures = z.object({
  purchases: z.int(),
  splitPurchases: z.int(),
  orders: z.int(),
  sellers: z.int(),
  products: z.int(),
  items: z.int(),
  freight: z.int(),
})
export type ImportFigures = z.infer<typeof ImportFigures>

export const ImportRunSummary = z.object({
  id: Id,
  source: z.string(),
  fileName: z.string(),
  currency: z.string(),
  status: ImportRunStatus,
  linesRead: z.int(),
  purchasesInFile: z.int(),
  purchasesImported: z.int(),
  purchasesPresent: z.int(),
  /** There before with other contents, and made what the file says. */
  purchasesChanged: z.int(),
  purchasesRejected: z.int(),
  items: z.int(),
  freight: z.int(),
  startedBy: z.string(),
  startedAt: z.date(),
  endedAt: z.date().nullable(),
})
export type ImportRunSummary = z.infer<typeof ImportRunSummary>

/**
 * An import with the file's own sums beside those of the tables and of the ledger: three columns that must agree. A
 * purchase that a later import changed counts as it was in this file.
 */
export const ImportRun = ImportRunSummary.extend({
  file: ImportFigures,
  tables: ImportFigures,
  /** `openingBalance` and `sellerPending` (what is owed to sellers) both come to items and freight together. */
  ledger: z.object({
    entries: z.int(),
    /** Orders that are opened with what their lines come to. */
    orders: z.int(),
    openingBalance: z.int(),
    sellerPending: z.int(),
  }),
  /** The first of the purchases it changed, by line, and in what. */
  changes: z.array(
    z.object({
      line: z.int(),
      message: z.string(),
      purchaseExternalId: z.string(),
      purchase: z.object({ id: Id, number: z.string() }),
    }),
  ),
  purchasesChangedLater: z.int(),
  errorCount: z.int(),
  /** The first of them, by line. */
  errors: z.array(
    z.object({ line: z.int(), field: z.string(), message: z.string(), purchaseExternalId: z.string().nullable() }),
  ),
})
export type ImportRun = z.infer<typeof ImportRun>
