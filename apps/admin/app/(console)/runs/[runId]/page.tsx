import { runs } from '@/nouns/run.ts'
import { RunPage } from '@/runs/run-page.tsx'
import { shortId } from '@/runs/short-id.ts'
import { thingPage } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

const ask = ({ runId }: { runId: string }) => serverApi().workflow.get.queryOptions({ runId })

const page = thingPage(runs.place, ask, {
  title: ({ kind, id }) => `${kind.replace(/@.*/, '')} ${shortId(id)} · Run`,
  View: RunPage,
})
export const generateMetadata = page.generateMetadata
export default page.ThingRoute
