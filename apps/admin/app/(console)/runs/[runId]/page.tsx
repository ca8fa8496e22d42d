import type { Metadata } from 'next'
import { runs } from '@/nouns/run.ts'
import { RunPage } from '@/runs/run-page.tsx'
import { shortId } from '@/runs/short-id.ts'
import { fetchNamed, openPage } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

type Input = { params: Promise<{ runId: string }> }

export async function generateMetadata({ params }: Input): Promise<Metadata> {
  const { runId } = await params
  const run = await fetchNamed(serverApi().workflow.get.queryOptions({ runId }))
  return { title: `${run.kind.replace(/@.*/, '')} ${shortId(run.id)} · Run` }
}

export default async function ThePage({ params }: Input) {
  const { runId } = await params
  return openPage(runs.place, async () => {
    await fetchNamed(serverApi().workflow.get.queryOptions({ runId }))
    return <RunPage runId={runId} />
  })
}
