import { ImportPage } from '@/imports/import-page.tsx'
import { importRuns } from '@/nouns/import-run.ts'
import { thingPage } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

const ask = ({ importRunId }: { importRunId: string }) => serverApi().importRun.get.queryOptions({ importRunId })

const page = thingPage(importRuns.place, ask, { title: ({ fileName }) => `${fileName} · Import`, View: ImportPage })
export const generateMetadata = page.generateMetadata
export default page.ThingRoute
