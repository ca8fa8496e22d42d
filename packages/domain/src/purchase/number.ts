const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const bytesOfNumber = 5

/** `NW-7KQ2M8XA`: 40 random bits in Crockford's base 32, which has no I, L, O or U to misread. */
export function purchaseNumber(prefix: string, random: Uint8Array): string {
  if (random.length !== bytesOfNumber) throw new RangeError(`A purchase number takes ${bytesOfNumber} random bytes`)
  let rest = random.reduce((value, byte) => value * 256 + byte, 0)
  let text = ''
  for (let position = 0; position < 8; position += 1) {
    text = digits.charAt(rest % 32) + text
    rest = Math.floor(rest / 32)
  }
  return `${prefix}-${text}`
}

/** `NW-7KQ2M8XA-B` for the second seller's part; positions count from 0. */
export function orderNumber(numberOfPurchase: string, position: number): string {
  return `${numberOfPurchase}-${orderLetters(position)}`
}

/** A to Z, then AA, AB and so on. */
export function orderLetters(position: number): string {
  if (!Number.isSafeInteger(position) || position < 0) throw new RangeError(`${position} is no position of an order`)
  const letter = String.fromCharCode(65 + (position % 26))
  return position < 26 ? letter : orderLetters(Math.floor(position / 26) - 1) + letter
}
