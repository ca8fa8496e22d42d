import { LoadingPlace } from '@/console/loading-place.tsx'

export default function Loading() {
  return <LoadingPlace title="Imports" columns={['File', 'State', 'Started', 'Purchases', 'Items and freight']} />
}
