import { readAddress } from '@mainstay/domain/list/address'
import type { AnyList } from '@mainstay/domain/list/list'
import { keptAddress, type SavedView } from '@mainstay/domain/saved-view/saved-view'
import type { Shown } from './use-list.ts'

type Asked = Pick<Shown<AnyList>, 'list' | 'address'>
type Kept = Pick<SavedView, 'id' | 'address'>

/** Where the view is opened: what it keeps, and that it is this one. */
export function openedAt(path: string, { id, address }: Kept): string {
  return `${path}?${new URLSearchParams([['saved', id], ...new URLSearchParams(address)])}`
}

/** What a view of the list as it is shown keeps. */
export function keptOf({ list, address }: Asked): string {
  return keptAddress(list, address)
}

/** Whether the list shows something else by now than the view that was opened keeps. */
export function isChanged(shown: Asked, view: Kept): boolean {
  const { list } = shown
  return keptOf(shown) !== keptAddress(list, readAddress(list, new URLSearchParams(view.address)))
}
