const PARTS_PER_MILLION = 1_000_000n

/**
 * Half up: floor((2n + d) / 2d) for n >= 0; a negative n rounds like its absolute value.
 * Takes bigint because a product of two amounts does not fit in a number.
 */
export function halfUp(numerator: bigint, denominator: bigint): number {
  if (denominator <= 0n) throw new RangeError(`Denominator ${denominator} is not positive`)
  const absolute = numerator < 0n ? -numerator : numerator
  const rounded = (2n * absolute + denominator) / (2n * denominator)
  return safeInteger(numerator < 0n ? -rounded : rounded)
}

/** The part of `amount` that `part` is of `whole`: half up of amount × part / whole. */
export function proportion(amount: number, part: number, whole: number): number {
  return halfUp(BigInt(amount) * BigInt(part), BigInt(whole))
}

/** A rate in parts per million of an amount in minor units, half up. */
export function share(amount: number, ppm: number): number {
  return halfUp(BigInt(amount) * BigInt(ppm), PARTS_PER_MILLION)
}

/** The whole units of a rate of a positive amount: for a cap that must not be passed by a rounding. */
export function shareAtMost(amount: number, ppm: number): number {
  return safeInteger((BigInt(amount) * BigInt(ppm)) / PARTS_PER_MILLION)
}

/** The tax inside an amount that includes it: half up of amount × ppm / (1,000,000 + ppm). */
export function shareIncluded(amount: number, ppm: number): number {
  return halfUp(BigInt(amount) * BigInt(ppm), PARTS_PER_MILLION + BigInt(ppm))
}

/** Back from exact arithmetic to an amount. Throws above 2^53: a wrong amount is worse than none. */
export function safeInteger(value: bigint): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is not a safe integer`)
  return number
}

export function assertSafeInteger(value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a safe integer`)
}
