import { getHolder, listHolders } from '@mainstay/db/access/member'
import type { Tx } from '@mainstay/db/postgres/client'
import {
  closerOf,
  countWorkItemComments,
  insertWorkItemComment,
  lockWorkItem,
  lockWorkItems,
  saveWorkItem,
} from '@mainstay/db/work-item/change'
import { workItemRows } from '@mainstay/db/work-item/list'
import { getWorkItemStory } from '@mainstay/db/work-item/story'
import { countWorkItems } from '@mainstay/db/work-item/work-item'
import { BulkOutcome, decideEach, type ManySeen } from '@mainstay/domain/command/bulk'
import { accepted, type Decision } from '@mainstay/domain/command/decision'
import {
  AssignWorkItem,
  AssignWorkItems,
  ClaimWorkItem,
  ClaimWorkItems,
  CommentOnWorkItem,
  GetWorkItem,
  ReleaseWorkItem,
  ResolveWorkItem,
  ResolveWorkItems,
  SnoozeWorkItem,
  SnoozeWorkItems,
} from '@mainstay/domain/work-item/command'
import {
  assignWorkItem,
  claimWorkItem,
  commentOnWorkItem,
  decideAsSeen,
  releaseWorkItem,
  resolveWorkItem,
  snoozeWorkItem,
  type WorkItemRefusal,
} from '@mainstay/domain/work-item/decide'
import { WorkItemStory } from '@mainstay/domain/work-item/history'
import { Colleague, WorkItem, WorkItemCounts } from '@mainstay/domain/work-item/work-item'
import * as z from 'zod'
import { listing } from '../http/listing.ts'
import { can, router } from '../http/trpc.ts'

type Decide = (item: WorkItem) => Decision<WorkItem, WorkItemRefusal>
type Move = Parameters<typeof saveWorkItem>[1]['move']

type Seen = { workItemId: string; version: number }
type AllSeen = { workItemIds: readonly string[]; seen: z.infer<typeof ManySeen> }

async function one(tx: Tx, { workItemId, version }: Seen, [move, decide]: [Move, Decide]): Promise<WorkItem> {
  const before = await lockWorkItem(tx, workItemId)
  return saveWorkItem(tx, { before, after: accepted(decideAsSeen(before, version, decide)), move })
}

async function many(tx: Tx, { workItemIds, seen }: AllSeen, [move, decide]: [Move, Decide]): Promise<BulkOutcome> {
  const versionOf = new Map(seen.map(({ id, version }) => [id, version]))
  const { decided, outcome } = decideEach(workItemIds, await lockWorkItems(tx, workItemIds), (item) =>
    decideAsSeen(item, versionOf.get(item.id), decide),
  )
  for (const each of decided) await saveWorkItem(tx, { ...each, move })
  return outcome
}

/** An item is given to whoever finds it on the queue. */
async function assigning(tx: Tx, memberId: string): Promise<[Move, Decide]> {
  const { holds, ...person } = await getHolder(tx, memberId, { permission: 'workItem.read', now: tx.act.at })
  return ['assign', (item) => assignWorkItem(item, { ...person, seesQueue: holds })]
}

function snoozing(tx: Tx, until: Date | null): [Move, Decide] {
  return ['snooze', (item) => snoozeWorkItem(item, until, tx.act.at)]
}

function resolving(tx: Tx, text: string): [Move, Decide] {
  const resolution = { code: 'note', text } as const
  return ['resolve', (item) => resolveWorkItem(item, { resolution, ...closerOf(tx.act) })]
}

export const workItem = router({
  ...listing(workItemRows, {
    permission: 'workItem.read',
    words: 'The work queue, soonest clock first',
    path: '/work-items',
    item: WorkItem,
  }),

  counts: can('workItem.read', { summary: 'Count the work queue', rest: { method: 'GET', path: '/work-items/counts' } })
    .input(z.strictObject({}).optional())
    .output(WorkItemCounts)
    .query(({ ctx }) => ctx.read((tx) => countWorkItems(tx, { memberId: ctx.person.id, now: ctx.now }))),

  get: can('workItem.read', {
    summary: 'Read a work item, its history and its comments',
    rest: { method: 'GET', path: '/work-items/{workItemId}' },
  })
    .input(GetWorkItem)
    .output(WorkItemStory)
    .query(({ ctx, input }) => ctx.read((tx) => getWorkItemStory(tx, input.workItemId))),

  colleagues: can('workItem.read', {
    summary: 'List whom a work item can be given to',
    rest: { method: 'GET', path: '/work-items/colleagues' },
  })
    .input(z.strictObject({}).optional())
    .output(z.object({ items: z.array(Colleague) }))
    .query(({ ctx }) => ctx.read(async (tx) => ({ items: await listHolders(tx, 'workItem.read', ctx.now) }))),

  claim: can('workItem.claim', {
    summary: 'Take a work item',
    rest: { method: 'POST', path: '/work-items/{workItemId}/claim' },
  })
    .input(ClaimWorkItem)
    .output(WorkItem)
    .mutation(({ ctx, input }) => {
      const person = ctx.requirePerson()
      return ctx.commit((tx) => one(tx, input, ['claim', (item) => claimWorkItem(item, person)]))
    }),

  claimMany: can('workItem.claim', {
    summary: 'Take many work items',
    rest: { method: 'POST', path: '/work-items/claim' },
  })
    .input(ClaimWorkItems)
    .output(BulkOutcome)
    .mutation(({ ctx, input }) => {
      const person = ctx.requirePerson()
      return ctx.commit((tx) => many(tx, input, ['claim', (item) => claimWorkItem(item, person)]))
    }),

  release: can('workItem.release', {
    summary: 'Let go of a work item',
    rest: { method: 'POST', path: '/work-items/{workItemId}/release' },
  })
    .input(ReleaseWorkItem)
    .output(WorkItem)
    .mutation(({ ctx, input }) => {
      const person = ctx.requirePerson()
      return ctx.commit((tx) => one(tx, input, ['release', (item) => releaseWorkItem(item, person)]))
    }),

  assign: can('workItem.assign', {
    summary: 'Give a work item to a colleague',
    rest: { method: 'POST', path: '/work-items/{workItemId}/assign' },
  })
    .input(AssignWorkItem)
    .output(WorkItem)
    .mutation(({ ctx, input }) => ctx.commit(async (tx) => one(tx, input, await assigning(tx, input.memberId)))),

  assignMany: can('workItem.assign', {
    summary: 'Give many work items to a colleague',
    rest: { method: 'POST', path: '/work-items/assign' },
  })
    .input(AssignWorkItems)
    .output(BulkOutcome)
    .mutation(({ ctx, input }) => ctx.commit(async (tx) => many(tx, input, await assigning(tx, input.memberId)))),

  snooze: can('workItem.snooze', {
    summary: 'Put a work item aside for a while, or bring it back',
    rest: { method: 'POST', path: '/work-items/{workItemId}/snooze' },
  })
    .input(SnoozeWorkItem)
    .output(WorkItem)
    .mutation(({ ctx, input }) => ctx.commit((tx) => one(tx, input, snoozing(tx, input.until)))),

  snoozeMany: can('workItem.snooze', {
    summary: 'Put many work items aside for a while, or bring them back',
    rest: { method: 'POST', path: '/work-items/snooze' },
  })
    .input(SnoozeWorkItems)
    .output(BulkOutcome)
    .mutation(({ ctx, input }) => ctx.commit((tx) => many(tx, input, snoozing(tx, input.until)))),

  comment: can('workItem.comment', {
    summary: 'Comment on a work item',
    rest: { method: 'POST', path: '/work-items/{workItemId}/comments' },
  })
    .input(CommentOnWorkItem)
    .output(WorkItemStory)
    .mutation(({ ctx, input }) => {
      ctx.requirePerson()
      return ctx.commit(async (tx) => {
        const item = await lockWorkItem(tx, input.workItemId)
        accepted(commentOnWorkItem(item, await countWorkItemComments(tx, item.id)))
        await insertWorkItemComment(tx, item, input.text)
        return getWorkItemStory(tx, item.id)
      })
    }),

  resolve: can('workItem.resolve', {
    summary: 'Close a work item with a reason',
    rest: { method: 'POST', path: '/work-items/{workItemId}/resolve' },
  })
    .input(ResolveWorkItem)
    .output(WorkItem)
    .mutation(({ ctx, input }) => ctx.commit((tx) => one(tx, input, resolving(tx, input.resolution)))),

  resolveMany: can('workItem.resolve', {
    summary: 'Close many work items with one reason',
    rest: { method: 'POST', path: '/work-items/resolve' },
  })
    .input(ResolveWorkItems)
    .output(BulkOutcome)
    .mutation(({ ctx, input }) => ctx.commit((tx) => many(tx, input, resolving(tx, input.resolution)))),
})
