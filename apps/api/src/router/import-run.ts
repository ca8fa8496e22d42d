import { getImportRun, importRuns } from '@mainstay/db/import-run/reading'
import { ImportRun, ImportRunInput, ImportRunSummary } from '@mainstay/domain/import-run/import-run'
import { listing } from '../http/listing.ts'
import { can, router } from '../http/trpc.ts'

export const importRun = router({
  ...listing(importRuns, {
    permission: 'importRun.read',
    words: 'Imports of order history, newest first',
    path: '/import-runs',
    item: ImportRunSummary,
  }),

  get: can('importRun.read', {
    summary: 'An import: its file beside the tables and the ledger',
    rest: { method: 'GET', path: '/import-runs/{importRunId}' },
  })
    .input(ImportRunInput)
    .output(ImportRun)
    .query(({ ctx, input }) => ctx.read((tx) => getImportRun(tx, input.importRunId))),
})
