import * as z from 'zod'
import { Id } from '../command/id.ts'
import { oneOfUnless } from '../list/filter.ts'
import { listOf } from '../list/list.ts'
import { Money } from '../money/money.ts'
import { ApprovalStatus } from './lifecycle.ts'

/** Soonest clock first. */
export const approvalList = listOf('approval', {
  sorts: { dueAt: 'asc' },
  filters: { status: oneOfUnless('status', ApprovalStatus, 'open') },
})

/** A decision waiting for, or taken by, a second person; bound to one command by its hash and the subject's version. */
export const Approval = z.object({
  id: Id,
  action: z.string(),
  subject: z.object({ type: z.string(), id: Id, label: z.string(), version: z.int() }),
  commandHash: z.string(),
  amount: Money,
  status: ApprovalStatus,
  requestedBy: z.object({ id: Id, name: z.string() }),
  requestedAt: z.date(),
  dueAt: z.date(),
  expiresAt: z.date(),
  decidedBy: z.object({ id: Id, name: z.string() }).nullable(),
  decidedAt: z.date().nullable(),
})
export type Approval = z.infer<typeof Approval>
