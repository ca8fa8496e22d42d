import { LoadingDetail } from '@/console/loading-page.tsx'
import { importRuns } from '@/nouns/import-run.ts'

export default function Loading() {
  return <LoadingDetail place={importRuns.place} />
}
