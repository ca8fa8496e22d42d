import { auditList } from '@mainstay/domain/audit/audit'
import { AuditLog } from '@/audit/audit-log.tsx'
import { audit } from '@/nouns/audit.ts'
import { listPage } from '@/server/page.tsx'
import { serverApi } from '@/trpc/server.tsx'

export const metadata = { title: audit.place.title }

export default listPage(auditList, audit, {
  ask: (input) => serverApi().audit.list.queryOptions(input),
  View: AuditLog,
})
