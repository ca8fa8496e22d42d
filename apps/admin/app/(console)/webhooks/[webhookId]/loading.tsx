import { LoadingPlace } from '@/console/loading-place.tsx'

export default function Loading() {
  return <LoadingPlace title="Message" columns={['Message', 'Object', 'Payment']} />
}
