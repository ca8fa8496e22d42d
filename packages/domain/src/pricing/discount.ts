import { allocate } from '../money/allocate.ts'
import { share } from '../money/rounding.ts'
import { sumOf } from '../money/sum.ts'

const WHOLE_PPM = 1_000_000

/** A part of the price, or an amount in minor units off the whole purchase. */
export type Discount = { ratePpm: number } | { amount: number }

export type LineDiscount = { discountSeller: number; discountOperator: number }

/**
 * Spreads one discount over the list prices of the eligible lines of a purchase, in their order, and splits each line's
 * part between operator and seller. The cent of a tied split is the operator's.
 */
export function spreadDiscount(lists: readonly number[], discount: Discount, operatorSharePpm: number): LineDiscount[] {
  if (operatorSharePpm < 0 || operatorSharePpm > WHOLE_PPM)
    throw new RangeError(`Share ${operatorSharePpm} is no share`)
  const list = sumOf(lists, (price) => price)
  const wanted = 'ratePpm' in discount ? share(list, discount.ratePpm) : discount.amount
  return allocate(Math.min(wanted, list), lists).map((lineDiscount) => {
    const [discountOperator = 0, discountSeller = 0] = allocate(lineDiscount, [
      operatorSharePpm,
      WHOLE_PPM - operatorSharePpm,
    ])
    return { discountSeller, discountOperator }
  })
}
