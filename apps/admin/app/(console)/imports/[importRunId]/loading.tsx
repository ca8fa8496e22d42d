import { LoadingThing } from '@/console/loading-place.tsx'
import { importRuns } from '@/nouns/import-run.ts'

export default function Loading() {
  return <LoadingThing place={importRuns.place} />
}
