import { type Discount, spreadDiscount } from '../pricing/discount.ts'
import type { LineToPrice } from '../pricing/price.ts'

/** What one seller's part costs to send, beside its offers; a part may have several. */
export type Shipping = Pick<LineToPrice, 'unitPrice' | 'taxRatePpm' | 'taxCategory'> & {
  sellerId: string
  sku: string
  title: string
}

/** A discount on a purchase, and how much of it the operator funds. Without `offerIds` it is on every offer. */
export type PurchaseDiscount = {
  off: Discount
  operatorSharePpm: number
  offerIds?: readonly string[]
  onShipping?: boolean
}

type Discounted = { kind: LineToPrice['kind']; list: number; offerId: string | null }
type Given = { discountSeller: number; discountOperator: number }

/**
 * What the discounts take off each line of a purchase, whose lines are in the order of its orders. Each is taken off what
 * those before it have left, so that together they never come to more than the price.
 */
export function discountsOf(lines: readonly Discounted[], discounts: readonly PurchaseDiscount[]): Given[] {
  const given = lines.map(() => ({ discountSeller: 0, discountOperator: 0 }))
  for (const discount of discounts) {
    const eligible = lines.flatMap((line, position) => {
      const so = given[position]
      if (so === undefined || !covers(discount, line)) return []
      return [{ so, left: line.list - so.discountSeller - so.discountOperator }]
    })
    const spread = spreadDiscount(
      eligible.map(({ left }) => left),
      discount.off,
      discount.operatorSharePpm,
    )
    eligible.forEach(({ so }, index) => {
      so.discountSeller += spread[index]?.discountSeller ?? 0
      so.discountOperator += spread[index]?.discountOperator ?? 0
    })
  }
  return given
}

function covers({ offerIds, onShipping = false }: PurchaseDiscount, line: Discounted): boolean {
  if (line.kind === 'shipping') return onShipping
  return offerIds === undefined || (line.offerId !== null && offerIds.includes(line.offerId))
}
