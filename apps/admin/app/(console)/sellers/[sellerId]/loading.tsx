import { LoadingDetail } from '@/console/loading-page.tsx'
import { sellers } from '@/nouns/seller.ts'

export default function Loading() {
  return <LoadingDetail place={sellers.place} />
}
