import { importRunList } from '@mainstay/domain/import-run/import-run'
import { ImportList } from '@/imports/import-list.tsx'
import { importRuns } from '@/nouns/import-run.ts'
import { listPage } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

export const metadata = { title: importRuns.place.title }

export default listPage(importRunList, importRuns, {
  ask: (input) => serverApi().importRun.list.queryOptions(input),
  View: ImportList,
})
