import * as z from 'zod'
import { Change } from '../audit/audit.ts'
import { Id } from '../command/id.ts'
import { type WorkItemMove, workItemLifecycle } from './lifecycle.ts'
import { WorkItem } from './work-item.ts'

const Move = z.enum(Object.keys(workItemLifecycle.moves) as WorkItemMove[])

/** One thing done to an item: who, when and how. `text` is a person's: a comment, or how it ended. */
export const WorkItemStep = z.object({
  id: Id,
  at: z.date(),
  by: z.object({ id: Id.nullable(), name: z.string() }),
  move: Move,
  changes: z.array(Change),
  text: z.string().nullable(),
})
export type WorkItemStep = z.infer<typeof WorkItemStep>

/** An item and what was done to it and said about it, in that order; of a very long story, the latest part. */
export const WorkItemStory = WorkItem.extend({ history: z.array(WorkItemStep) })
export type WorkItemStory = z.infer<typeof WorkItemStory>
