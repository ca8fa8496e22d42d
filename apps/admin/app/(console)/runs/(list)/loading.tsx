import { LoadingPlace } from '@/console/loading-place.tsx'
import { runs } from '@/nouns/run.ts'

export default function Loading() {
  return <LoadingPlace place={runs.place} columns={['Run', 'State', 'Order', 'Started', 'Took']} />
}
