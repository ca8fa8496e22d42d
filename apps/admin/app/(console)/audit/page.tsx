import type { SearchParams } from 'nuqs/server'
import { auditInput, loadAuditAddress } from '@/audit/audit-address.ts'
import { AuditLog } from '@/audit/audit-log.tsx'
import { ClosedPlace } from '@/console/closed-place.tsx'
import { Prefetched, requireMe, serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: 'Audit' }

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const me = await requireMe()
  if (!me.permissions.includes('audit.read')) return <ClosedPlace title="Audit" needs="audit.read" />
  const input = auditInput(await loadAuditAddress(searchParams), me.tenant.timeZone)
  await serverQueryClient().prefetchQuery(serverApi().audit.list.queryOptions(input))
  return (
    <Prefetched>
      <AuditLog />
    </Prefetched>
  )
}
