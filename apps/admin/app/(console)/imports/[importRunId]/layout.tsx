import type { ReactNode } from 'react'
import { importRuns } from '@/nouns/import-run.ts'
import { fetchNamed, knownToDocuments } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

type Input = { params: Promise<{ importRunId: string }>; children: ReactNode }

export default async function Known({ params, children }: Input) {
  const { importRunId } = await params
  await knownToDocuments(importRuns.place, () => fetchNamed(serverApi().importRun.get.queryOptions({ importRunId })))
  return children
}
