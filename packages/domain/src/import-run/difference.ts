import { formatMoney } from '../money/format.ts'
import type { ImportedLine, ImportedPurchase } from './purchase.ts'

/** A line as it was imported once. The ids are those of the old system. */
export type KnownLine = ImportedLine & { sellerId: string }

/** What an import knows of a purchase that is there already. The day of each part stands under its seller. */
export type KnownPurchase = {
  currency: string
  placedAt: Date
  days: ReadonlyMap<string, Date>
  lines: readonly KnownLine[]
}

/** One thing that is another in the file than it is here. Null: it is not there. */
export type ImportDifference = { what: string; was: string | null; is: string | null }

/**
 * In what a purchase of a file is another than the one that is there: sums alone do not tell, since goods that moved to
 * another seller leave them as they were. None: it is the same.
 */
export function importDifferences(
  there: KnownPurchase,
  { purchase, currency }: { purchase: ImportedPurchase; currency: string },
): ImportDifference[] {
  if (there.currency !== currency) return [{ what: 'the currency', was: there.currency, is: currency }]
  const before = byItem(there.lines)
  const now = byItem(purchase.orders.flatMap(({ sellerId, lines }) => lines.map((line) => ({ ...line, sellerId }))))
  return [
    ...[...now].flatMap(([key, line]) => lineDifferences(before.get(key), { line, currency })),
    ...[...before].flatMap(([key, line]) =>
      now.has(key) ? [] : [{ what: nameOf(line), was: told(line, currency).amount, is: null }],
    ),
    ...dayDifferences(there, purchase),
  ]
}

/** `the amount of item 1 was 58.90 EUR and is 58.91 EUR`. */
export function differenceWords({ what, was, is }: ImportDifference): string {
  if (was === null) return `${what} was not there`
  return is === null ? `${what} is missing` : `${what} was ${was} and is ${is}`
}

const toldMax = 10

/** All of them in one sentence, the first ten where they are more. */
export function differencesWords(differences: readonly ImportDifference[]): string {
  const rest = differences.length - toldMax
  const words = differences.slice(0, toldMax).map(differenceWords)
  return [...words, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ')
}

const words = { sellerId: 'seller', productId: 'product', amount: 'amount' } as const
const fields = ['sellerId', 'productId', 'amount'] as const

function lineDifferences(
  known: KnownLine | undefined,
  { line, currency }: { line: KnownLine; currency: string },
): ImportDifference[] {
  const is = told(line, currency)
  if (known === undefined) return [{ what: nameOf(line), was: null, is: is.amount }]
  const was = told(known, currency)
  return fields
    .filter((field) => known[field] !== line[field])
    .map((field) => ({ what: `the ${words[field]} of ${nameOf(line)}`, was: was[field], is: is[field] }))
}

/** Of a part that comes or goes its lines tell already. */
function dayDifferences(there: KnownPurchase, purchase: ImportedPurchase): ImportDifference[] {
  const another = (was: Date, is: Date) => was.getTime() !== is.getTime()
  const parts = purchase.orders.flatMap(({ sellerId, placedAt }) => {
    const was = there.days.get(sellerId)
    if (was === undefined || !another(was, placedAt)) return []
    return [{ what: `the first shipping limit of seller ${sellerId}`, was: day(was), is: day(placedAt) }]
  })
  if (!another(there.placedAt, purchase.placedAt)) return parts
  return [{ what: 'its first shipping limit', was: day(there.placedAt), is: day(purchase.placedAt) }, ...parts]
}

function told(line: KnownLine, currency: string) {
  return { ...line, amount: formatMoney({ amount: line.amount, currency }) }
}

/** An item has one line, and one for its freight. */
function byItem(lines: readonly KnownLine[]): Map<string, KnownLine> {
  return new Map(lines.map((line) => [`${line.kind} ${line.itemId}`, line]))
}

function nameOf({ kind, itemId }: Pick<KnownLine, 'kind' | 'itemId'>): string {
  return kind === 'shipping' ? `the freight of item ${itemId}` : `item ${itemId}`
}

function day(at: Date): string {
  return at.toISOString().slice(0, 19).replace('T', ' ')
}
