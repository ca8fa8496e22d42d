import { workItemList } from '@mainstay/domain/work-item/work-item'
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

const views = workItemList.Input.shape.view.unwrap().options

/** What the address of the queue says: which view, which page of it, and which item is open. */
export const queueAddress = {
  view: parseAsStringLiteral(views).withDefault('open'),
  cursor: parseAsString,
  item: parseAsString,
}

export const loadQueueAddress = createLoader(queueAddress)

/** The same on the server and in the browser, so that what one fetched the other finds. */
export function queueInput({ view, cursor }: { view: (typeof views)[number]; cursor: string | null }) {
  return { view, limit: 50, ...(cursor !== null && { cursor }) }
}
