import { LoadingPlace } from '@/console/loading-place.tsx'

export default function Loading() {
  return <LoadingPlace title="Run" columns={['Step', 'Attempts', 'What happened']} />
}
