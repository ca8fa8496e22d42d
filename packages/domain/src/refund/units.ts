import { proportion } from '../money/rounding.ts'
import { type LineProgress, refundable, type UnitsBack } from '../order/line.ts'

/** As much of a line as decides what its units cost. */
export type LineOfUnits = Pick<LineProgress, 'captured' | 'freeCaptured' | 'returned' | 'freeReturned' | 'disputed'> &
  UnitsBack & { payable: number; quantity: number }

/** How many units of the line can still come back. */
export function unitsLeft(
  line: Pick<LineOfUnits, 'payable' | 'quantity' | 'captured' | 'freeCaptured' | 'freeReturned' | 'returnedUnits'>,
): number {
  if (line.payable === 0) return line.freeCaptured - line.freeReturned
  return line.captured === 0 ? 0 : line.quantity - line.returnedUnits
}

/**
 * What the next so many units cost: the price of all that are back then, less what those before cost. So however they come
 * back, the last of them brings it to the whole price; where several were asked for at once, it makes up for their cents.
 */
export function unitsPrice(line: LineOfUnits, units: number): number {
  const target = proportion(line.payable, line.returnedUnits + units, line.quantity)
  return Math.max(0, target - line.returnedUnitsAmount)
}

/** What is proposed for so many units, as far as it is left; without a number of them, all that is left of the line. */
export function proposedAmount(line: LineOfUnits, units: number | null): number {
  const left = refundable(line)
  return units === null ? left : Math.min(left, unitsPrice(line, units))
}
