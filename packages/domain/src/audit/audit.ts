import * as z from 'zod'
import { Id } from '../command/id.ts'
import { days, idOf, textOf } from '../list/filter.ts'
import { listOf } from '../list/list.ts'

export const auditList = listOf('audit', {
  sorts: { occurredAt: 'desc' },
  filters: {
    actor: idOf('actorId', 'actor'),
    action: textOf('action', 100),
    subjectType: textOf('subjectType', 50),
    subject: idOf('subjectId', 'subject'),
    purchase: idOf('purchaseId', 'purchase'),
    occurred: days('from', 'to'),
  },
})

/** One field that changed; null where there was nothing before or is nothing after. */
export const Change = z.object({
  field: z.string(),
  before: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  after: z.union([z.string(), z.number(), z.boolean()]).nullable(),
})
export type Change = z.infer<typeof Change>

/** Who changed what, when, and by which right. */
export const AuditEntry = z.object({
  id: Id,
  occurredAt: z.date(),
  action: z.string(),
  actor: z.object({ type: z.string(), id: Id.nullable(), name: z.string() }),
  subject: z.object({ type: z.string(), id: Id, label: z.string() }),
  purchaseId: Id.nullable(),
  changes: z.array(Change),
  reason: z.string().nullable(),
  allowedBy: z.string().nullable(),
  requestId: z.string().nullable(),
  runId: Id.nullable(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

export const TimelineEvent = z.object({
  id: Id,
  at: z.date(),
  actor: z.object({ type: z.string(), name: z.string() }),
  action: z.string(),
  subject: z.object({ type: z.string(), id: Id, label: z.string() }),
  reason: z.string().nullable(),
})
export type TimelineEvent = z.infer<typeof TimelineEvent>
