import { listAuditEntries } from '@mainstay/db/audit/list'
import { AuditEntry, ListAuditEntries } from '@mainstay/domain/audit/audit'
import { pageOf } from '@mainstay/domain/list/page'
import { can, router } from '../http/trpc.ts'

export const audit = router({
  list: can('audit.read', { summary: 'Read the audit log', rest: { method: 'GET', path: '/audit' } })
    .input(ListAuditEntries)
    .output(pageOf(AuditEntry))
    .query(({ ctx, input }) => {
      ctx.requireEverywhere('audit.read', 'audit log')
      return ctx.read((tx) => listAuditEntries(tx, input, ctx.cursorSecret))
    }),
})
