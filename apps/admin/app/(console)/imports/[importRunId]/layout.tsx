import { importRuns } from '@/nouns/import-run.ts'
import { thingLayout } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

const ask = ({ importRunId }: { importRunId: string }) => serverApi().importRun.get.queryOptions({ importRunId })

export default thingLayout(importRuns.place, ask)
