import { runs } from '@/nouns/run.ts'
import { thingLayout } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

const ask = ({ runId }: { runId: string }) => serverApi().workflow.get.queryOptions({ runId })

export default thingLayout(runs.place, ask)
