import { createHash } from 'node:crypto'
import { v5 } from 'uuid'

const namespace = '0d3e6b52-9e0f-5c1a-8f37-6a5c1f0b7d21'

/** The same id for the same thing of the demo, in every start. */
export function stableId(key: string): string {
  return v5(key, namespace)
}

/** Five bytes for a number, the same for the same thing of the demo. */
export function stableDigest(key: string): Uint8Array {
  return createHash('sha256').update(key).digest().subarray(0, 5)
}
