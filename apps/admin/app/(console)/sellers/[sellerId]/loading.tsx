import { LoadingPlace } from '@/console/loading-place.tsx'

export default function Loading() {
  return <LoadingPlace title="Seller" columns={['Document', 'State', 'Decided']} />
}
