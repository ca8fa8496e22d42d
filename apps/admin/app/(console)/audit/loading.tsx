import { LoadingPlace } from '@/console/loading-place.tsx'

export default function Loading() {
  return <LoadingPlace title="Audit" columns={['Time', 'Actor', 'Action', 'About', 'Change']} />
}
