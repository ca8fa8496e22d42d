import * as z from 'zod'
import { ManyIds } from '../command/bulk.ts'
import { Id } from '../command/id.ts'
import { Moment } from '../command/written.ts'
import { Words } from '../text/text.ts'

const workItemId = Id
const workItemIds = ManyIds
const resolution = Words({ min: 3, max: 2000, empty: 'Say in a few words how it ended' })
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
  text: Words({ min: 1, max: 2000, empty: 'Write something' }),
})
