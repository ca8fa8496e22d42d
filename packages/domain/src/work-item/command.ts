import * as z from 'zod'
import { ManyIds } from '../command/bulk.ts'
import { Id } from '../command/id.ts'
import { Moment } from '../command/written.ts'

const workItemId = Id
const workItemIds = ManyIds
const resolution = z.string().trim().min(3, 'Say in a few words how it ended').max(2000)
/** Null brings it back at once. */
const until = Moment.nullable()

export const GetWorkItem = z.strictObject({ workItemId })

export const ClaimWorkItem = z.strictObject({ workItemId })
export const ClaimWorkItems = z.strictObject({ workItemIds })

export const ReleaseWorkItem = z.strictObject({ workItemId })

export const AssignWorkItem = z.strictObject({ workItemId, memberId: Id })
export const AssignWorkItems = z.strictObject({ workItemIds, memberId: Id })

export const SnoozeWorkItem = z.strictObject({ workItemId, until })
export const SnoozeWorkItems = z.strictObject({ workItemIds, until })

export const ResolveWorkItem = z.strictObject({ workItemId, resolution })
export const ResolveWorkItems = z.strictObject({ workItemIds, resolution })

export const CommentOnWorkItem = z.strictObject({
  workItemId,
  text: z.string().trim().min(1, 'Write something').max(2000),
})
