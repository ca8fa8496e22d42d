import * as z from 'zod'
import { Id } from '../command/id.ts'
import { Money } from '../money/money.ts'

/** `inquiry`: the bank asks, and has taken nothing. */
export const DisputeStatus = z.enum(['inquiry', 'open', 'won', 'lost'])
export type DisputeStatus = z.infer<typeof DisputeStatus>

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

const nextStatuses: Record<DisputeStatus, readonly DisputeStatus[]> = {
  inquiry: ['open', 'won', 'lost'],
  open: ['won', 'lost'],
  won: [],
  lost: [],
}

/** An end that turns into the other one is for a person: what the first moved has to be taken back by hand. */
export function canDisputeBecome(from: DisputeStatus, to: DisputeStatus): boolean {
  return nextStatuses[from].includes(to)
}
