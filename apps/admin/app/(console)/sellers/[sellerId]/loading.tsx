import { LoadingThing } from '@/console/loading-place.tsx'
import { sellers } from '@/nouns/seller.ts'

export default function Loading() {
  return <LoadingThing place={sellers.place} />
}
