import { LoadingPlace } from '@/console/loading-place.tsx'
import { workItems } from '@/nouns/work-item.ts'

export default function Loading() {
  return (
    <LoadingPlace
      place={workItems.place}
      columns={['Clock', 'What happened', 'Next best action', 'At stake', 'Owner']}
    />
  )
}
