import { audit } from '@/nouns/audit.ts'
import { importRuns } from '@/nouns/import-run.ts'
import type { NavigationItem } from '@/nouns/noun.ts'
import { orders } from '@/nouns/order.ts'
import { refunds } from '@/nouns/refund.ts'
import { runs } from '@/nouns/run.ts'
import { sellers } from '@/nouns/seller.ts'
import { webhooks } from '@/nouns/webhook.ts'
import { workItems } from '@/nouns/work-item.ts'

export type NavigationGroup = { title: NavigationItem['group']; items: readonly NavigationItem[] }

/** In the order of the sidebar. */
const places = [workItems, refunds, orders, sellers, audit, runs, importRuns, webhooks].map((noun) => noun.place)

/** The places these permissions open; a group without one is left out. */
export function navigationFor(permissions: readonly string[]): NavigationGroup[] {
  const open = places.filter((place) => permissions.includes(place.permission))
  return [...new Set(open.map((place) => place.group))].map((title) => ({
    title,
    items: open.filter((place) => place.group === title),
  }))
}
