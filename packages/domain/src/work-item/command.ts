import * as z from 'zod'
import { ManyIds } from '../command/bulk.ts'
import { Id } from '../command/id.ts'

const workItemId = Id
const workItemIds = ManyIds
const resolution = z.string().trim().min(3, 'Say in a few words how it ended').max(2000)
/** Null brings it back at once. */
const until = z.coerce.date('Name a day and a time').nullable()

export const GetWorkItem = z.object({ workItemId })

export const ClaimWorkItem = z.object({ workItemId })
export const ClaimWorkItems = z.object({ workItemIds })

export const ReleaseWorkItem = z.object({ workItemId })

export const AssignWorkItem = z.object({ workItemId, memberId: Id })
export const AssignWorkItems = z.object({ workItemIds, memberId: Id })

export const SnoozeWorkItem = z.object({ workItemId, until })
export const SnoozeWorkItems = z.object({ workItemIds, until })

export const ResolveWorkItem = z.object({ workItemId, resolution })
export const ResolveWorkItems = z.object({ workItemIds, resolution })

export const CommentOnWorkItem = z.object({
  workItemId,
  text: z.string().trim().min(1, 'Write something').max(2000),
})
