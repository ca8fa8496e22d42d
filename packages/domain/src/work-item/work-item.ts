import * as z from 'zod'
import { accept, type Decision, refuse } from '../command/decision.ts'
import { Id } from '../command/id.ts'
import { PageInput } from '../list/page.ts'
import { Money } from '../money/money.ts'

export const WorkItemKind = z.enum([
  'payment_unknown',
  'payment_stalled',
  'refund_unknown',
  'refund_stalled',
  'refund_failed',
  'refund_waiting',
  'run_held',
  'cancel_too_late',
  'webhook_contradiction',
  'external_action',
  'dispute_open',
  'seller_review',
])
export type WorkItemKind = z.infer<typeof WorkItemKind>

export const workItemViews = ['open', 'mine', 'late', 'unowned', 'resolved'] as const

export const ListWorkItems = PageInput.extend({ view: z.enum(workItemViews).default('open') })
export type ListWorkItems = z.infer<typeof ListWorkItems>

export const ClaimWorkItem = z.object({ workItemId: Id })
export const ResolveWorkItem = z.object({
  workItemId: Id,
  resolution: z.string().trim().min(3, 'Say in a few words how it ended').max(2000),
})

/** One thing that is stuck, late or waits for a person, with its clock, its owner and the action that helps most. */
export const WorkItem = z.object({
  id: Id,
  kind: WorkItemKind,
  subject: z.object({ type: z.string(), id: Id, label: z.string() }),
  purchaseId: Id.nullable(),
  runId: Id.nullable(),
  cause: z.string(),
  nextAction: z.string(),
  atStake: Money.nullable(),
  status: z.enum(['open', 'resolved']),
  owner: z.object({ id: Id, name: z.string() }).nullable(),
  dueAt: z.date(),
  createdAt: z.date(),
  resolution: z.string().nullable(),
  version: z.int(),
})
export type WorkItem = z.infer<typeof WorkItem>

/** Counts for the queue's tabs, each capped at 1,000 so that counting stays cheap. */
export const WorkItemCounts = z.object({ open: z.int(), mine: z.int(), late: z.int(), unowned: z.int() })
export type WorkItemCounts = z.infer<typeof WorkItemCounts>

export type WorkItemRefusal = { code: 'work_item.already_resolved' } | { code: 'work_item.owned'; owner: string }

type Person = { id: string; name: string }

/** Taking an item again changes nothing; taking one from a colleague is refused, so that two people do not do it. */
export function claimWorkItem<W extends Pick<WorkItem, 'status' | 'owner'>>(
  item: W,
  person: Person,
): Decision<W & { owner: Person }, WorkItemRefusal> {
  if (item.status === 'resolved') return refuse({ code: 'work_item.already_resolved' })
  if (item.owner !== null && item.owner.id !== person.id) {
    return refuse({ code: 'work_item.owned', owner: item.owner.name })
  }
  return accept({ ...item, owner: { id: person.id, name: person.name } })
}

export function resolveWorkItem<W extends Pick<WorkItem, 'status' | 'resolution'>>(
  item: W,
  resolution: string,
): Decision<W & { status: 'resolved'; resolution: string }, WorkItemRefusal> {
  if (item.status === 'resolved') return refuse({ code: 'work_item.already_resolved' })
  return accept({ ...item, status: 'resolved' as const, resolution })
}
