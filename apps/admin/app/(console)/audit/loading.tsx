import { LoadingPage } from '@/console/loading-page.tsx'
import { audit } from '@/nouns/audit.ts'

export default function Loading() {
  return <LoadingPage place={audit.place} columns={['Time', 'Actor', 'Action', 'About', 'Change']} />
}
