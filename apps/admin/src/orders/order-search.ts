import { endOfDay, startOfDay } from '@mainstay/domain/list/day'
import { parseMoney } from '@mainstay/domain/money/money'
import { FulfilmentStatus, type ListPurchases, PaymentStatus, purchaseList } from '@mainstay/domain/purchase/purchase'
import { createLoader, createSerializer, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { orders } from '@/nouns/order.ts'

/** What the address of the list holds, one to one with its chips. A value that means nothing is left out. */
export const orderSearch = {
  view: parseAsStringLiteral(purchaseList.Input.shape.view.unwrap().options),
  query: parseAsString,
  payment: parseAsStringLiteral(PaymentStatus.options),
  fulfilment: parseAsStringLiteral(FulfilmentStatus.options),
  /** `gte.2026-11-15`, `lte.2026-11-20`, or both with a comma. */
  placed: parseAsString,
  /** `gte.400.00` and so on, in the currency of the marketplace. */
  total: parseAsString,
  seller: parseAsString,
  buyer: parseAsString,
  importRun: parseAsString,
  cursor: parseAsString,
  limit: parseAsStringLiteral(['20', '50', '100', '200']),
}

export const loadOrderSearch = createLoader(orderSearch)

export type OrderSearch = ReturnType<typeof loadOrderSearch> extends Promise<infer Search> ? Search : never

const serialize = createSerializer(orderSearch)

/** Another filter begins at the newest page again: a cursor belongs to one list. */
export function ordersHref(search: Partial<OrderSearch>): string {
  return serialize(orders.list(), search)
}

type Marketplace = { currency: string; timeZone: string }

export function listInput(search: OrderSearch, marketplace: Marketplace): Partial<ListPurchases> {
  const { currency, timeZone } = marketplace
  const placed = bounds(search.placed)
  const total = bounds(search.total)
  const wanted = {
    view: search.view,
    query: search.query,
    paymentStatus: search.payment,
    fulfilmentStatus: search.fulfilment,
    placedFrom: placed.from === undefined ? undefined : startOfDay(placed.from, timeZone),
    placedTo: placed.to === undefined ? undefined : endOfDay(placed.to, timeZone),
    totalFrom: total.from === undefined ? undefined : parseMoney(total.from, currency)?.amount,
    totalTo: total.to === undefined ? undefined : parseMoney(total.to, currency)?.amount,
    sellerId: idOf(search.seller),
    buyerId: idOf(search.buyer),
    importRunId: idOf(search.importRun),
    cursor: search.cursor,
    limit: search.limit === null ? undefined : Number(search.limit),
  }
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null && value !== undefined))
}

export type Bounds = { from?: string; to?: string }

export function bounds(text: string | null): Bounds {
  const found: Bounds = {}
  for (const part of (text ?? '').split(',')) {
    if (part.startsWith('gte.')) found.from = part.slice(4)
    if (part.startsWith('lte.')) found.to = part.slice(4)
  }
  return found
}

export function boundsText({ from, to }: Bounds): string | null {
  const parts = [...(from ? [`gte.${from}`] : []), ...(to ? [`lte.${to}`] : [])]
  return parts.length === 0 ? null : parts.join(',')
}

function idOf(text: string | null): string | undefined {
  return text !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined
}
