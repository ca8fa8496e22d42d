import { LoadingDetail } from '@/console/loading-page.tsx'
import { runs } from '@/nouns/run.ts'

export default function Loading() {
  return <LoadingDetail place={runs.place} />
}
