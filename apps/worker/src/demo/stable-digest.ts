import { createHash } from 'node:crypto'

/** Five bytes for a number, the same for the same thing of the demo in every start. */
export function stableDigest(key: string): Uint8Array {
  return createHash('sha256').update(key).digest().subarray(0, 5)
}
