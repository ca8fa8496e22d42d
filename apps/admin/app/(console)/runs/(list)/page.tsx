import { runList } from '@mainstay/domain/workflow-run/workflow-run'
import { runs } from '@/nouns/run.ts'
import { RunList } from '@/runs/run-list.tsx'
import { listPage } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

export const metadata = { title: runs.place.title }

export default listPage(runList, runs, { ask: (input) => serverApi().workflow.list.queryOptions(input), View: RunList })
