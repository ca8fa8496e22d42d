import type { SearchParams } from 'nuqs/server'
import { auditInput, loadAuditAddress } from '@/audit/audit-address.ts'
import { AuditLog } from '@/audit/audit-log.tsx'
import { audit } from '@/nouns/audit.ts'
import { openPlace } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: audit.place.title }

export default async function ThePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return openPlace(audit.place, async ({ tenant }) => {
    const input = auditInput(await loadAuditAddress(searchParams), tenant.timeZone)
    await serverQueryClient().prefetchQuery(serverApi().audit.list.queryOptions(input))
    return <AuditLog />
  })
}
