import type { Currency } from '../money/currency.ts'
import { share } from '../money/rounding.ts'

/**
 * One version of a rule. Priorities are unique and the lowest is asked first; the period is half-open; a condition that
 * is null matches everything; `fixed`, `min` and `max` are minor units of the order's currency.
 */
export type CommissionRule = {
  id: string
  version: number
  priority: number
  validFrom: Date
  validTo: Date | null
  sellerId: string | null
  category: string | null
  currency: Currency | null
  ratePpm: number
  fixed: number
  min: number
  max: number | null
}

export type CommissionCase = {
  placedAt: Date
  sellerId: string
  category: string | null
  currency: Currency
}

/** The rule that decides the commission of a line placed at that moment; undefined means the order cannot be placed. */
export function findCommissionRule(rules: readonly CommissionRule[], line: CommissionCase): CommissionRule | undefined {
  return [...rules].sort((a, b) => a.priority - b.priority).find((rule) => applies(rule, line))
}

/** In minor units; never more than what the seller gets for the line before commission. */
export function commissionOf(
  rule: Pick<CommissionRule, 'ratePpm' | 'fixed' | 'min' | 'max'>,
  commissionBase: number,
  sellerGross: number,
): number {
  const atLeast = Math.max(share(commissionBase, rule.ratePpm) + rule.fixed, rule.min)
  const atMost = rule.max === null ? sellerGross : Math.min(rule.max, sellerGross)
  return Math.min(atLeast, atMost)
}

function applies(rule: CommissionRule, line: CommissionCase): boolean {
  const started = rule.validFrom <= line.placedAt
  const ended = rule.validTo !== null && rule.validTo <= line.placedAt
  return (
    started &&
    !ended &&
    (rule.sellerId === null || rule.sellerId === line.sellerId) &&
    (rule.category === null || rule.category === line.category) &&
    (rule.currency === null || rule.currency === line.currency)
  )
}
