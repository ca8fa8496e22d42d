import * as z from 'zod'
import { accept, type Decision, refuse } from '../command/decision.ts'
import { Id } from '../command/id.ts'
import { type Address, readAddress, writeAddress } from '../list/address.ts'
import type { AnyList } from '../list/list.ts'
import { listedNouns, lists } from '../list/lists.ts'
import { Line } from '../text/text.ts'

/** Of one list, for one person. */
export const savedViewsMax = 50

const list = z.enum(listedNouns)
const name = Line({ max: 80, empty: 'Give the view a name' })

/** A list as somebody wants to see it again: its filters and order as its address says them, and its columns. */
export const SavedView = z.object({
  id: Id,
  list,
  name: z.string(),
  /** The query of the address: `payment=paid&sort=-total`. */
  address: z.string(),
  /** The columns shown, in their order; none named is those the list usually has. */
  columns: z.array(z.string()),
  isShared: z.boolean(),
  owner: z.object({ id: Id, name: z.string() }),
  version: z.int(),
})
export type SavedView = z.infer<typeof SavedView>

/** Of one list, or of every list one may read. */
export const ListSavedViews = z.strictObject({ list: list.optional() })

/** Under a name one has used already it takes the place of that view. */
export const SaveView = z.strictObject({
  list,
  name,
  address: z.string().max(2000),
  columns: z
    .array(z.string().regex(/^[\w.]{1,60}$/, 'Name a column'))
    .max(40)
    .default([]),
})
export type SaveView = z.infer<typeof SaveView>

export const RenameView = z.strictObject({ savedViewId: Id, name })
export const ShareView = z.strictObject({ savedViewId: Id, isShared: z.boolean() })
export const DeleteView = z.strictObject({ savedViewId: Id })

export type SavedViewRefusal =
  | { code: 'saved_view.too_many'; most: number }
  | { code: 'saved_view.name_taken'; name: string }
  | { code: 'saved_view.not_yours'; owner: string }

type Person = { id: string; mayShare: boolean }

/** Everybody sees their own; what is shared is for those who see the whole marketplace, as its filters speak of it. */
export function seesView({ owner, isShared }: SavedView, person: { id: string; seesEverything: boolean }): boolean {
  return owner.id === person.id || (isShared && person.seesEverything)
}

/** What of an address is kept: what the list knows, without the page somebody was on and the view they came from. */
export function keptAddress(list: AnyList, { cursor: _, saved: __, ...kept }: Address): string {
  return writeAddress(list, kept).toString()
}

/** A new view beside the names one has; an old name costs no place. */
export function saveView(input: SaveView, ownNames: readonly string[]): Decision<SaveView, SavedViewRefusal> {
  if (!hasName(ownNames, input.name) && ownNames.length >= savedViewsMax)
    return refuse({ code: 'saved_view.too_many', most: savedViewsMax })
  const list = lists[input.list]
  return accept({ ...input, address: keptAddress(list, readAddress(list, new URLSearchParams(input.address))) })
}

/** Under its name everybody saves a view of their own, so only its owner can save over it. */
export function saveOverView<V extends SavedView>(view: V, by: { id: string }): Decision<V, SavedViewRefusal> {
  return view.owner.id === by.id ? accept(view) : refuse({ code: 'saved_view.not_yours', owner: view.owner.name })
}

export function renameView<V extends SavedView>(
  view: V,
  to: string,
  { by, ownersNames }: { by: Person; ownersNames: readonly string[] },
): Decision<V, SavedViewRefusal> {
  if (!mayChange(view, by)) return refuse({ code: 'saved_view.not_yours', owner: view.owner.name })
  const others = ownersNames.filter((each) => each !== view.name)
  if (hasName(others, to)) return refuse({ code: 'saved_view.name_taken', name: to })
  return accept({ ...view, name: to })
}

/** Sharing, taking back and deleting. */
export function changeView<V extends SavedView>(view: V, by: Person): Decision<V, SavedViewRefusal> {
  return mayChange(view, by) ? accept(view) : refuse({ code: 'saved_view.not_yours', owner: view.owner.name })
}

/** A shared view outlives the interest of its owner, so whoever may share keeps it in order. */
function mayChange({ owner, isShared }: SavedView, by: Person): boolean {
  return owner.id === by.id || (isShared && by.mayShare)
}

function hasName(names: readonly string[], name: string): boolean {
  return names.some((each) => each.toLowerCase() === name.toLowerCase())
}
