import { LoadingPlace } from '@/console/loading-place.tsx'

export default function Loading() {
  return (
    <LoadingPlace title="Work queue" columns={['Clock', 'What happened', 'Next best action', 'At stake', 'Owner']} />
  )
}
