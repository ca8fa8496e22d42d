import { getImportRun, listImportRuns } from '@mainstay/db/import-run/reading'
import { ImportRun, ImportRunInput, ImportRunSummary, ListImportRuns } from '@mainstay/domain/import-run/import-run'
import { pageOf } from '@mainstay/domain/list/page'
import { can, router } from '../http/trpc.ts'

export const importRun = router({
  list: can('importRun.read', {
    summary: 'List imports of order history',
    rest: { method: 'GET', path: '/import-runs' },
  })
    .input(ListImportRuns)
    .output(pageOf(ImportRunSummary))
    .query(({ ctx, input }) => {
      ctx.requireEverywhere('importRun.read', 'import run')
      return ctx.read((tx) => listImportRuns(tx, input, ctx.cursorSecret))
    }),

  get: can('importRun.read', {
    summary: 'An import: its file beside the tables and the ledger',
    rest: { method: 'GET', path: '/import-runs/{importRunId}' },
  })
    .input(ImportRunInput)
    .output(ImportRun)
    .query(({ ctx, input }) => {
      ctx.requireEverywhere('importRun.read', 'import run')
      return ctx.read((tx) => getImportRun(tx, input.importRunId))
    }),
})
