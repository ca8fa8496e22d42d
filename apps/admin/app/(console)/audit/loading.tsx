import { LoadingPlace } from '@/console/loading-place.tsx'
import { audit } from '@/nouns/audit.ts'

export default function Loading() {
  return <LoadingPlace place={audit.place} columns={['Time', 'Actor', 'Action', 'About', 'Change']} />
}
