import { LoadingPage } from '@/console/loading-page.tsx'
import { workItems } from '@/nouns/work-item.ts'

export default function Loading() {
  return (
    <LoadingPage
      place={workItems.place}
      columns={['Clock', 'What happened', 'Next best action', 'At stake', 'Owner']}
    />
  )
}
