import * as z from 'zod'
import { Id } from '../command/id.ts'
import { Money } from '../money/money.ts'
import { DisputeStatus } from './lifecycle.ts'

/** The buyer's bank takes money back, or asks about it. */
export const Dispute = z.object({
  id: Id,
  reference: z.string(),
  status: DisputeStatus,
  reason: z.string(),
  amount: Money,
  /** What has left our balance for it, and is not back. */
  withdrawn: Money,
  evidenceDueAt: z.date().nullable(),
  openedAt: z.date(),
  closedAt: z.date().nullable(),
})
export type Dispute = z.infer<typeof Dispute>
