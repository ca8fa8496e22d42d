import { LoadingPage } from '@/console/loading-page.tsx'
import { runs } from '@/nouns/run.ts'

export default function Loading() {
  return <LoadingPage place={runs.place} columns={['Run', 'State', 'Order', 'Started', 'Took']} />
}
