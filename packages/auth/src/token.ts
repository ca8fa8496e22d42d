import { createHash } from 'node:crypto'

/** What is kept of a random token: it has entropy enough that a plain hash cannot be searched. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
