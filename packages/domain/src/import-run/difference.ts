import { formatMoney } from '../money/format.ts'
import type { ImportedLine, ImportedPurchase } from './purchase.ts'

/** A line as it was imported once. The ids are those of the old system. */
export type KnownLine = ImportedLine & { sellerId: string }

/** What an import knows of a purchase that is there already. */
export type KnownPurchase = { currency: string; placedAt: Date; lines: readonly KnownLine[] }

/**
 * The first thing in which a purchase of a file is another than the one that is there, in words: sums alone do not tell,
 * since goods that moved to another seller leave them as they were. Undefined: it is the same.
 */
export function importDifference(
  there: KnownPurchase,
  { purchase, currency }: { purchase: ImportedPurchase; currency: string },
): string | undefined {
  if (there.currency !== currency) return `the currency was ${there.currency} and is ${currency}`
  const told = (line: KnownLine) => ({ ...line, amount: formatMoney({ amount: line.amount, currency }) })
  const before = byItem(there.lines)
  const now = byItem(purchase.orders.flatMap(({ sellerId, lines }) => lines.map((line) => ({ ...line, sellerId }))))
  for (const [key, line] of now) {
    const known = before.get(key)
    if (known === undefined) return `${nameOf(line)} was not there`
    for (const field of ['sellerId', 'productId', 'amount'] as const)
      if (known[field] !== line[field])
        return `the ${words[field]} of ${nameOf(line)} was ${told(known)[field]} and is ${told(line)[field]}`
  }
  for (const [key, line] of before) if (!now.has(key)) return `${nameOf(line)} is missing`
  if (there.placedAt.getTime() !== purchase.placedAt.getTime())
    return `its first shipping limit was ${day(there.placedAt)} and is ${day(purchase.placedAt)}`
  return undefined
}

const words = { sellerId: 'seller', productId: 'product', amount: 'amount' }

/** An item has one line, and one for its freight. */
function byItem(lines: readonly KnownLine[]): Map<string, KnownLine> {
  return new Map(lines.map((line) => [`${line.kind} ${line.itemId}`, line]))
}

function nameOf({ kind, itemId }: KnownLine): string {
  return kind === 'shipping' ? `the freight of item ${itemId}` : `item ${itemId}`
}

function day(at: Date): string {
  return at.toISOString().slice(0, 19).replace('T', ' ')
}
