import type { ReactNode } from 'react'
import { runs } from '@/nouns/run.ts'
import { fetchNamed, knownToDocuments } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

type Input = { params: Promise<{ runId: string }>; children: ReactNode }

export default async function Known({ params, children }: Input) {
  const { runId } = await params
  await knownToDocuments(runs.place, () => fetchNamed(serverApi().workflow.get.queryOptions({ runId })))
  return children
}
