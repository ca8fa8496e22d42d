import { LoadingPage } from '@/console/loading-page.tsx'
import { refunds } from '@/nouns/refund.ts'

export default function Loading() {
  return <LoadingPage place={{ ...refunds.place, title: 'Refund approvals' }} columns={['Refund', 'Amount']} />
}
