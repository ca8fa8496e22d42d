import * as z from 'zod'
import { ManyIds, ManySeen, unseen } from '../command/bulk.ts'
import { Id } from '../command/id.ts'
import { Version } from '../command/version.ts'
import { Moment } from '../command/written.ts'
import { Words } from '../text/text.ts'

/** What a colleague did since the person looked is refused, and not undone unseen. */
const one = { workItemId: Id, version: Version }
const many = { workItemIds: ManyIds, seen: ManySeen }
const isEachSeen = z.refine<{ workItemIds: readonly string[]; seen: z.infer<typeof ManySeen> }>(
  ({ workItemIds, seen }) => workItemIds.every((each) => seen.some(({ id }) => id === each)),
  { path: ['seen'], error: unseen },
)
const resolution = Words({ min: 3, max: 2000, empty: 'Say in a few words how it ended' })
/** Null brings it back at once. */
const until = Moment.nullable()

export const GetWorkItem = z.strictObject({ workItemId: Id })

export const ClaimWorkItem = z.strictObject(one)
export const ClaimWorkItems = z.strictObject(many).check(isEachSeen)
export type ClaimWorkItems = z.infer<typeof ClaimWorkItems>

export const ReleaseWorkItem = z.strictObject(one)

export const AssignWorkItem = z.strictObject({ ...one, memberId: Id })
export const AssignWorkItems = z.strictObject({ ...many, memberId: Id }).check(isEachSeen)

export const SnoozeWorkItem = z.strictObject({ ...one, until })
export const SnoozeWorkItems = z.strictObject({ ...many, until }).check(isEachSeen)

export const ResolveWorkItem = z.strictObject({ ...one, resolution })
export const ResolveWorkItems = z.strictObject({ ...many, resolution }).check(isEachSeen)

export const CommentOnWorkItem = z.strictObject({
  workItemId: Id,
  text: Words({ min: 1, max: 2000, empty: 'Write something' }),
})
