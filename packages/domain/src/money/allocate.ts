import { assertSafeInteger, safeInteger } from './rounding.ts'

/**
 * Splits `total` minor units over the weights so that the parts sum to it exactly: floor each part, then the left-over
 * units go to the largest remainders, ties to the lowest position. All weights zero means equal weights.
 */
export function allocate(total: number, weights: readonly number[]): number[] {
  assertSafeInteger(total)
  weights.forEach(assertWeight)
  if (weights.length === 0) {
    if (total !== 0) throw new RangeError(`Nothing to allocate ${total} to`)
    return []
  }
  if (total < 0) return allocate(-total, weights).map((part) => 0 - part)

  const effective = weights.every((weight) => weight === 0) ? weights.map(() => 1n) : weights.map((w) => BigInt(w))
  const sumOfWeights = effective.reduce((sum, weight) => sum + weight, 0n)
  const parts = effective.map((weight, position) => {
    const product = BigInt(total) * weight
    return { position, floor: product / sumOfWeights, remainder: product % sumOfWeights }
  })
  const leftOver = BigInt(total) - parts.reduce((sum, part) => sum + part.floor, 0n)
  const luckiest = [...parts]
    .sort((a, b) => (a.remainder === b.remainder ? a.position - b.position : a.remainder > b.remainder ? -1 : 1))
    .slice(0, Number(leftOver))
  const positionsWithOneMore = new Set(luckiest.map((part) => part.position))
  return parts.map((part) => safeInteger(part.floor) + (positionsWithOneMore.has(part.position) ? 1 : 0))
}

function assertWeight(weight: number): void {
  assertSafeInteger(weight)
  if (weight < 0) throw new RangeError(`Weight ${weight} is negative`)
}
