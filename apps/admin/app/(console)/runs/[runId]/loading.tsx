import { LoadingThing } from '@/console/loading-place.tsx'
import { runs } from '@/nouns/run.ts'

export default function Loading() {
  return <LoadingThing place={runs.place} />
}
