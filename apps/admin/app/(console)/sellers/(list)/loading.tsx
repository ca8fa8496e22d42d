import { LoadingPage } from '@/console/loading-page.tsx'
import { sellers } from '@/nouns/seller.ts'

export default function Loading() {
  return (
    <LoadingPage
      place={sellers.place}
      columns={['Seller', 'State', 'Country', 'Documents open', 'Decide by', 'Since']}
    />
  )
}
