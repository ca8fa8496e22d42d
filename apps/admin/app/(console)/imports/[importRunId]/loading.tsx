import { LoadingPlace } from '@/console/loading-place.tsx'

export default function Loading() {
  return <LoadingPlace title="Import" columns={['Figure', 'File', 'Tables', 'Ledger', 'Difference']} />
}
