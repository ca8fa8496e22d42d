import { LoadingPlace } from '@/console/loading-place.tsx'

export default function Loading() {
  return <LoadingPlace title="Quarantine" columns={['Message', 'State', 'Payment at the provider', 'Received']} />
}
