import { LoadingPage } from '@/console/loading-page.tsx'
import { importRuns } from '@/nouns/import-run.ts'

export default function Loading() {
  return (
    <LoadingPage place={importRuns.place} columns={['File', 'State', 'Started', 'Purchases', 'Items and freight']} />
  )
}
