import type { PurchaseSummary } from '@mainstay/domain/purchase/purchase'
import { orders } from '@/nouns/order.ts'
import type { FilterChip } from '@/ui/filter-bar.tsx'
import { bounds, boundsText, type OrderSearch } from './order-search.ts'

/** One chip for each filter of the address. Ids are shown by name, as the rows at hand know it. */
export function chipsOf(
  search: OrderSearch,
  rows: readonly PurchaseSummary[],
  change: (change: Partial<OrderSearch>) => void,
): FilterChip[] {
  const chips: FilterChip[] = []
  const add = (key: string, value: string | null | undefined, removed: Partial<OrderSearch>) => {
    if (value) chips.push({ key, value, onRemove: () => change(removed) })
  }
  const placed = bounds(search.placed)
  const total = bounds(search.total)
  add('placed', placed.from && `≥${placed.from}`, { placed: boundsText({ ...(placed.to && { to: placed.to }) }) })
  add('placed', placed.to && `≤${placed.to}`, { placed: boundsText({ ...(placed.from && { from: placed.from }) }) })
  add('payment', search.payment && orders.payment[search.payment].words, { payment: null })
  add('fulfilment', search.fulfilment && orders.fulfilment[search.fulfilment].words, { fulfilment: null })
  add('total', total.from && `≥${total.from}`, { total: boundsText({ ...(total.to && { to: total.to }) }) })
  add('total', total.to && `≤${total.to}`, { total: boundsText({ ...(total.from && { from: total.from }) }) })
  add('seller', search.seller && sellerName(search.seller, rows), { seller: null })
  add('buyer', search.buyer && (rows.find((row) => row.buyer.id === search.buyer)?.buyer.name ?? 'this buyer'), {
    buyer: null,
  })
  add('import', search.importRun && 'one run', { importRun: null })
  add('search', search.query, { query: null })
  return chips
}

function sellerName(sellerId: string, rows: readonly PurchaseSummary[]): string {
  return rows.flatMap((row) => row.sellers).find((seller) => seller.id === sellerId)?.name ?? 'this seller'
}
