import * as z from 'zod'
import { ManyIds, ManySeen } from '../command/bulk.ts'
import { Id } from '../command/id.ts'
import { Moment } from '../command/written.ts'
import { Words } from '../text/text.ts'

/** `version` is the one the person looked at: a change since is refused. Who looked at none leaves it out. */
const one = { workItemId: Id, version: z.int().positive().optional() }
const many = { workItemIds: ManyIds, seen: ManySeen.optional() }
const resolution = Words({ min: 3, max: 2000, empty: 'Say in a few words how it ended' })
/** Null brings it back at once. */
const until = Moment.nullable()

export const GetWorkItem = z.strictObject({ workItemId: Id })

export const ClaimWorkItem = z.strictObject(one)
export const ClaimWorkItems = z.strictObject(many)
export type ClaimWorkItems = z.infer<typeof ClaimWorkItems>

export const ReleaseWorkItem = z.strictObject(one)

export const AssignWorkItem = z.strictObject({ ...one, memberId: Id })
export const AssignWorkItems = z.strictObject({ ...many, memberId: Id })

export const SnoozeWorkItem = z.strictObject({ ...one, until })
export const SnoozeWorkItems = z.strictObject({ ...many, until })

export const ResolveWorkItem = z.strictObject({ ...one, resolution })
export const ResolveWorkItems = z.strictObject({ ...many, resolution })

export const CommentOnWorkItem = z.strictObject({
  workItemId: Id,
  text: Words({ min: 1, max: 2000, empty: 'Write something' }),
})
