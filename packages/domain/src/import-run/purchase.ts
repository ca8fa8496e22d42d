import { sumOf } from '../money/sum.ts'
import type { LineKind } from '../order/line.ts'
import type { ImportRow } from './row.ts'

/** Why an imported line has neither tax nor commission: the old system's file does not say. */
export const importedUnknown = 'imported_unknown'
/** Which column stands in for the day of the purchase, which the file does not have. */
export const placedAtProxy = 'shipping_limit_date'

/** A line as the buyer paid it. Amounts are minor units. */
export type ImportedLine = { kind: LineKind; itemId: string; productId: string; amount: number }

/** One seller's part. */
export type ImportedOrder = {
  sellerId: string
  placedAt: Date
  items: number
  freight: number
  lines: ImportedLine[]
}

/** A purchase of the old system; every id is that system's. `line` is where it begins in the file. */
export type ImportedPurchase = {
  externalId: string
  line: number
  placedAt: Date
  items: number
  freight: number
  lineCount: number
  orders: ImportedOrder[]
}

/**
 * The purchase its rows come to: one order for each seller in the order they appear, an item line of one piece for each
 * row, followed by a shipping line where freight was paid.
 */
export function importedPurchase(rows: readonly ImportRow[]): ImportedPurchase {
  const [first] = rows
  if (first === undefined) throw new Error('a purchase has at least one row')
  const sellerIds = [...new Set(rows.map((row) => row.sellerId))]
  const orders = sellerIds.map((sellerId) =>
    orderOf(
      rows.filter((row) => row.sellerId === sellerId),
      sellerId,
    ),
  )
  return {
    externalId: first.orderId,
    line: first.line,
    placedAt: earliest(rows),
    items: sumOf(rows, (row) => row.price),
    freight: sumOf(rows, (row) => row.freight),
    lineCount: sumOf(orders, (order) => order.lines.length),
    orders,
  }
}

function orderOf(rows: readonly ImportRow[], sellerId: string): ImportedOrder {
  return {
    sellerId,
    placedAt: earliest(rows),
    items: sumOf(rows, (row) => row.price),
    freight: sumOf(rows, (row) => row.freight),
    lines: rows.flatMap(({ itemId, productId, price, freight }): ImportedLine[] => {
      const item = { kind: 'item', itemId, productId, amount: price } as const
      return freight === 0 ? [item] : [item, { kind: 'shipping', itemId, productId, amount: freight }]
    }),
  }
}

function earliest(rows: readonly ImportRow[]): Date {
  return new Date(rows.reduce((least, row) => Math.min(least, row.shippingLimit.getTime()), Infinity))
}
