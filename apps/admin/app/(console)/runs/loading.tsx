import { LoadingPlace } from '@/console/loading-place.tsx'

export default function Loading() {
  return <LoadingPlace title="Runs" columns={['Run', 'State', 'Order', 'Started', 'Took']} />
}
