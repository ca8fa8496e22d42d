import type { ListedNoun } from '@mainstay/domain/list/lists'
import { audit } from '@/nouns/audit.ts'
import { importRuns } from '@/nouns/import-run.ts'
import type { NavigationItem } from '@/nouns/noun.ts'
import { orders } from '@/nouns/order.ts'
import { overviewPlace } from '@/nouns/overview.ts'
import { refunds } from '@/nouns/refund.ts'
import { runs } from '@/nouns/run.ts'
import { sellers } from '@/nouns/seller.ts'
import { webhooks } from '@/nouns/webhook.ts'
import { workItems } from '@/nouns/work-item.ts'

/** Without a permission it is open to everybody who may do anything. */
export type OpenItem = Omit<NavigationItem, 'permission'> & Partial<Pick<NavigationItem, 'permission'>>
export type NavigationGroup = { title: NavigationItem['group']; items: readonly OpenItem[] }

/** In the order of the sidebar. */
const nouns = [workItems, refunds, orders, sellers, audit, runs, importRuns, webhooks].map((noun) => noun.place)
const items: readonly OpenItem[] = [overviewPlace, ...nouns]

/** Where people look at a list of the noun; undefined where it has no page. */
export function placeOfList(noun: ListedNoun): NavigationItem | undefined {
  return nouns.find(({ permission }) => permission === `${noun}.read`)
}

/** The places these permissions open; a group without one is left out. */
export function navigationFor(permissions: readonly string[]): NavigationGroup[] {
  const open = items.filter(({ permission }) =>
    permission === undefined ? permissions.length > 0 : permissions.includes(permission),
  )
  return [...new Set(open.map((place) => place.group))].map((title) => ({
    title,
    items: open.filter((place) => place.group === title),
  }))
}
