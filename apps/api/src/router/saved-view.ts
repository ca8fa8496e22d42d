import type { RequestActor } from '@mainstay/auth/actor'
import {
  changeSavedView,
  deleteSavedView,
  listSavedViews,
  listViewNames,
  lockSavedView,
  saveSavedView,
} from '@mainstay/db/saved-view/saved-view'
import { accepted } from '@mainstay/domain/command/decision'
import { type ListedNoun, listedNouns } from '@mainstay/domain/list/lists'
import {
  changeView,
  DeleteView,
  ListSavedViews,
  RenameView,
  renameView,
  SavedView,
  SaveView,
  ShareView,
  saveView,
} from '@mainstay/domain/saved-view/saved-view'
import { TRPCError } from '@trpc/server'
import * as z from 'zod'
import type { Acting } from '../http/acting.ts'
import { can, router } from '../http/trpc.ts'

export const savedView = router({
  list: can('savedView.read', {
    summary: 'Views of a list, or of all one may read: one’s own, and those that colleagues share',
    rest: { method: 'GET', path: '/saved-views' },
  })
    .input(ListSavedViews)
    .output(z.object({ items: z.array(SavedView) }))
    .query(async ({ ctx, input }) => {
      if (input.list !== undefined) requireListOf(ctx.requester, input.list)
      const asked = input.list === undefined ? listedNouns.filter((noun) => mayRead(ctx.requester, noun)) : [input.list]
      return { items: await ctx.read((tx) => listSavedViews(tx, asked, onlookerOf(ctx))) }
    }),

  save: can('savedView.save', {
    summary: 'Keep a view of a list under a name, in the place of one’s own that has it',
    rest: { method: 'POST', path: '/saved-views' },
  })
    .input(SaveView)
    .output(SavedView)
    .mutation(({ ctx, input }) => {
      const owner = ctx.requirePerson()
      requireListOf(ctx.requester, input.list)
      return ctx.commit(async (tx) => {
        const names = await listViewNames(tx, { list: input.list, ownerId: owner.id })
        return saveSavedView(tx, accepted(saveView(input, names)), owner)
      })
    }),

  rename: can('savedView.rename', {
    summary: 'Give a view another name',
    rest: { method: 'POST', path: '/saved-views/{savedViewId}/rename' },
  })
    .input(RenameView)
    .output(SavedView)
    .mutation(({ ctx, input }) =>
      ctx.commit(async (tx) => {
        const view = await lockSavedView(tx, input.savedViewId, onlookerOf(ctx))
        const ownersNames = await listViewNames(tx, { list: view.list, ownerId: view.owner.id })
        const renamed = accepted(renameView(view, input.name, { by: personOf(ctx), ownersNames }))
        return changeSavedView(tx, { before: view, after: renamed, verb: 'rename' })
      }),
    ),

  share: can('savedView.share', {
    summary: 'Show a view to all colleagues, or to nobody but its owner again',
    rest: { method: 'POST', path: '/saved-views/{savedViewId}/share' },
  })
    .input(ShareView)
    .output(SavedView)
    .mutation(({ ctx, input }) =>
      ctx.commit(async (tx) => {
        const view = await lockSavedView(tx, input.savedViewId, onlookerOf(ctx))
        const after = { ...accepted(changeView(view, personOf(ctx))), isShared: input.isShared }
        return changeSavedView(tx, { before: view, after, verb: 'share' })
      }),
    ),

  delete: can('savedView.delete', {
    summary: 'Delete a view',
    rest: { method: 'DELETE', path: '/saved-views/{savedViewId}' },
  })
    .input(DeleteView)
    .output(z.object({}))
    .mutation(({ ctx, input }) =>
      ctx.commit(async (tx) => {
        const view = await lockSavedView(tx, input.savedViewId, onlookerOf(ctx))
        await deleteSavedView(tx, accepted(changeView(view, personOf(ctx))))
        return {}
      }),
    ),
})

type Ctx = Acting & { requester: RequestActor }

function onlookerOf(ctx: Acting) {
  return { id: ctx.requirePerson().id, seesEverything: ctx.reach('savedView.read').everything }
}

function personOf(ctx: Ctx) {
  return { id: ctx.requirePerson().id, mayShare: ctx.requester.permissions.includes('savedView.share') }
}

/** The views of a list are for whoever may read the list. */
function requireListOf(requester: RequestActor, list: ListedNoun): void {
  if (!mayRead(requester, list))
    throw new TRPCError({ code: 'FORBIDDEN', message: `This needs the permission ${list}.read` })
}

function mayRead(requester: RequestActor, list: ListedNoun): boolean {
  return requester.permissions.includes(`${list}.read`)
}
