import { writeFileSync } from 'node:fs'
import type { ImportFigures } from '@mainstay/domain/import-run/import-run'
import type { ImportProblem } from '@mainstay/domain/import-run/row'
import { formatAmount } from '@mainstay/domain/money/format'

/** Problems shown on the terminal; the report has them all. */
const shownMax = 20

/** Lists what was rejected, with the line, the field and the way to mend it, as a CSV file of its own. */
export function writeReport(path: string, problems: readonly ImportProblem[]): void {
  const rows = problems.map((each) => [String(each.line), each.purchaseExternalId ?? '', each.field, each.message])
  const lines = [['line', 'order_id', 'field', 'problem'], ...rows].map((cells) => cells.map(csvCell).join(','))
  writeFileSync(path, `${lines.join('\n')}\n`)
}

export function problemLines(problems: readonly ImportProblem[], reportPath: string): string[] {
  if (problems.length === 0) return []
  const shown = problems.slice(0, shownMax).map(problemLine)
  const rest = problems.length - shown.length
  return [...shown, ...(rest > 0 ? [`  and ${rest} more`] : []), `All of them are in ${reportPath}`]
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
    `  ${purchases} purchases, ${splitPurchases} of them split over several sellers, in ${orders} orders`,
    `  ${sellers} sellers, ${products} products`,
    `  items ${amount(items)}, freight ${amount(freight)}, together ${amount(items + freight)}`,
  ]
}

function csvCell(text: string): string {
  // A spreadsheet would run a cell that begins like a formula.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
