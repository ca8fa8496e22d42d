import * as z from 'zod'
import { Id } from '../command/id.ts'
import { listOf } from '../list/list.ts'
import { Money } from '../money/money.ts'
import { WorkItemCause } from './cause.ts'
import { WorkItemEnding, WorkItemKind } from './kind.ts'
import { workItemLifecycle } from './lifecycle.ts'
import { WorkItemResolution } from './resolution.ts'

/** The queue, soonest clock first, without what is put aside; what is resolved, latest first. */
export const workItemList = listOf('workItem', {
  sorts: { dueAt: 'asc', resolvedAt: 'desc' },
  filters: {},
  views: { open: {}, mine: {}, late: {}, unowned: {}, snoozed: {}, resolved: { sort: '-resolvedAt' } },
})

/** One thing that is stuck, late or waits for a person, with its clock, its owner and the action that helps most. */
export const WorkItem = z.object({
  id: Id,
  kind: WorkItemKind,
  subject: z.object({ type: z.string(), id: Id, label: z.string() }),
  purchaseId: Id.nullable(),
  runId: Id.nullable(),
  cause: WorkItemCause,
  atStake: Money.nullable(),
  status: workItemLifecycle.State,
  owner: z.object({ id: Id, name: z.string() }).nullable(),
  dueAt: z.date(),
  /** Until then it stands aside, whatever its clock says; in the past it means nothing. */
  snoozedUntil: z.date().nullable(),
  createdAt: z.date(),
  resolution: WorkItemResolution.nullable(),
  resolvedAt: z.date().nullable(),
  /** Who ended it, a person or not; null too where nobody wrote it down at the time, and so is the next. */
  resolvedBy: z.object({ id: Id.nullable(), name: z.string() }).nullable(),
  endedBy: WorkItemEnding.nullable(),
  version: z.int(),
})
export type WorkItem = z.infer<typeof WorkItem>

/** Counts for the queue's tabs, over the 1,000 soonest open items so that counting stays cheap. */
export const WorkItemCounts = z.object({
  open: z.int(),
  mine: z.int(),
  late: z.int(),
  unowned: z.int(),
  snoozed: z.int(),
})
export type WorkItemCounts = z.infer<typeof WorkItemCounts>

/** Somebody an item can be given to. */
export const Colleague = z.object({ id: Id, name: z.string(), title: z.string() })
export type Colleague = z.infer<typeof Colleague>
