import { allocate } from '../money/allocate.ts'
import { share, shareIncluded } from '../money/rounding.ts'
import { sumOf } from '../money/sum.ts'
import type { TaxCollector } from '../order/line.ts'

export type TaxedLine = {
  taxBase: number
  taxRatePpm: number
  taxCategory: string
  taxJurisdiction: string
  taxCollector: TaxCollector
}

/**
 * The tax of each line of one order: rounded once per collector, rate, category and jurisdiction, then spread by base,
 * because e-invoices check the tax per rate of the document.
 */
export function spreadTax(lines: readonly TaxedLine[], taxInclusive: boolean): number[] {
  const taxes = lines.map(() => 0)
  for (const group of Map.groupBy(lines.entries(), ([, line]) => taxGroup(line)).values()) {
    const bases = group.map(([, line]) => line.taxBase)
    const base = sumOf(bases, (part) => part)
    const ratePpm = group[0]?.[1].taxRatePpm ?? 0
    const tax = taxInclusive ? shareIncluded(base, ratePpm) : share(base, ratePpm)
    const parts = allocate(tax, bases)
    group.forEach(([position], index) => {
      taxes[position] = parts[index] ?? 0
    })
  }
  return taxes
}

function taxGroup(line: TaxedLine): string {
  return JSON.stringify([line.taxCollector, line.taxRatePpm, line.taxCategory, line.taxJurisdiction])
}
