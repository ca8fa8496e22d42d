import type { Metadata } from 'next'
import { ImportPage } from '@/imports/import-page.tsx'
import { importRuns } from '@/nouns/import-run.ts'
import { fetchNamed, openPage } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

type Input = { params: Promise<{ importRunId: string }> }

export async function generateMetadata({ params }: Input): Promise<Metadata> {
  const { importRunId } = await params
  const { fileName } = await fetchNamed(serverApi().importRun.get.queryOptions({ importRunId }))
  return { title: `${fileName} · Import` }
}

export default async function ThePage({ params }: Input) {
  const { importRunId } = await params
  return openPage(importRuns.place, async () => {
    await fetchNamed(serverApi().importRun.get.queryOptions({ importRunId }))
    return <ImportPage importRunId={importRunId} />
  })
}
