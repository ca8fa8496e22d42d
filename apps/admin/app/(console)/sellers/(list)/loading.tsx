import { LoadingPlace } from '@/console/loading-place.tsx'
import { sellers } from '@/nouns/seller.ts'

export default function Loading() {
  return (
    <LoadingPlace
      place={sellers.place}
      columns={['Seller', 'State', 'Country', 'Documents open', 'Decide by', 'Since']}
    />
  )
}
