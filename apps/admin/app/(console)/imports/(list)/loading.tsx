import { LoadingPlace } from '@/console/loading-place.tsx'
import { importRuns } from '@/nouns/import-run.ts'

export default function Loading() {
  return (
    <LoadingPlace place={importRuns.place} columns={['File', 'State', 'Started', 'Purchases', 'Items and freight']} />
  )
}
