import { auditEntries } from '@mainstay/db/audit/list'
import { AuditEntry } from '@mainstay/domain/audit/audit'
import { listing } from '../http/listing.ts'
import { router } from '../http/trpc.ts'

export const audit = router({
  ...listing(auditEntries, {
    permission: 'audit.read',
    words: 'The audit log, newest first',
    path: '/audit',
    item: AuditEntry,
  }),
})
