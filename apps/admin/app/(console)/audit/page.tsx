import { auditList } from '@mainstay/domain/audit/audit'
import { AuditLog } from '@/audit/audit-log.tsx'
import { addressAt, askedAt, type Params, paramsOf } from '@/console/list-address.ts'
import { audit } from '@/nouns/audit.ts'
import { openPage } from '@/server/page.tsx'
import { serverApi, serverQueryClient } from '@/trpc/server.tsx'

export const metadata = { title: audit.place.title }

export default async function ThePage({ searchParams }: { searchParams: Params }) {
  const params = await paramsOf(searchParams)
  return openPage(audit.place, async ({ tenant }) => {
    const input = askedAt(auditList, addressAt(auditList, params, tenant), tenant)
    await serverQueryClient().prefetchQuery(serverApi().audit.list.queryOptions(input))
    return <AuditLog />
  })
}
