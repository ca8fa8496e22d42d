import { writeFileSync } from 'node:fs'
import type { ImportChange } from '@mainstay/db/import-run/change'
import type { ImportFigures } from '@mainstay/domain/import-run/import-run'
import type { ImportProblem } from '@mainstay/domain/import-run/row'
import { formatAmount } from '@mainstay/domain/money/format'

/** Problems shown on the terminal; the report has them all. */
const shownMax = 20

/** What of the file was not taken as it stands, and what that made another. */
export type Told = { problems: readonly ImportProblem[]; changes: readonly ImportChange[]; isDryRun: boolean }

/**
 * Lists what was rejected, with the line, the field and the way to mend it, and what was changed, with what it was and
 * is, as a CSV file of its own.
 */
export function writeReport(path: string, { problems, changes, isDryRun }: Told): void {
  const changed = isDryRun ? 'would be changed' : 'was changed'
  const told = [...problems, ...changes.map((each) => ({ ...each, message: `${changed}: ${each.message}` }))]
  const rows = told
    .toSorted((a, b) => a.line - b.line)
    .map((each) => [String(each.line), each.purchaseExternalId ?? '', each.field, each.message])
  const lines = [['line', 'order_id', 'field', 'problem'], ...rows].map((cells) => cells.map(csvCell).join(','))
  writeFileSync(path, `${lines.join('\n')}\n`)
}

export function reportLines({ problems, changes, isDryRun }: Told, reportPath: string): string[] {
  if (problems.length + changes.length === 0) return []
  const changed = isDryRun ? 'Would change, with what it was and is:' : 'Changed, with what it was and is:'
  return [
    ...(changes.length > 0 ? [changed, ...firstOf(changes.map(changeLine))] : []),
    ...(changes.length > 0 && problems.length > 0 ? ['Rejected:'] : []),
    ...firstOf(problems.map(problemLine)),
    `All of them are in ${reportPath}`,
  ]
}

function firstOf(lines: readonly string[]): string[] {
  const rest = lines.length - shownMax
  return [...lines.slice(0, shownMax), ...(rest > 0 ? [`  and ${rest} more`] : [])]
}

function changeLine({ line, purchaseExternalId, message }: ImportChange): string {
  return `  line ${line}, order ${purchaseExternalId}: ${message}`
}

/** `  line 7, order A-1: price "-1.00" is negative; …` */
function problemLine({ line, purchaseExternalId, field, message }: ImportProblem): string {
  const where = purchaseExternalId === null ? `line ${line}` : `line ${line}, order ${purchaseExternalId}`
  return `  ${where}: ${field} ${message}`
}

export function figureLines(figures: ImportFigures, currency: string): string[] {
  const { purchases, splitPurchases, orders, sellers, products, items, freight } = figures
  const amount = (minor: number) => `${formatAmount({ amount: minor, currency })} ${currency}`
  return [
    `  ${counted(purchases, 'purchase')}, ${splitPurchases} of them split over several sellers, in ${counted(orders, 'order')}`,
    `  ${counted(sellers, 'seller')}, ${counted(products, 'product')}`,
    `  items ${amount(items)}, freight ${amount(freight)}, together ${amount(items + freight)}`,
  ]
}

/** `1 line`, `3 lines` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function csvCell(text: string): string {
  // A spreadsheet would run a cell that begins like a formula.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
