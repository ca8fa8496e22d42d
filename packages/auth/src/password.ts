import { hash, verify } from '@node-rs/argon2'
import { bulkhead } from './bulkhead.ts'

/** Argon2id: memory in KiB, passes and lanes. */
export type HashingCost = { memoryCost: number; timeCost: number; parallelism: number }

const hashingCost: HashingCost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 }

// Each takes 64 MiB and a thread of libuv's pool of four. One is kept for those who are known where they are, so that
// strangers who guess at many accounts at once are in each other's way alone.
const within = bulkhead('password checks', { runningMax: 3, waitingMax: 32 })
const withinKnown = bulkhead('password checks from known places', { runningMax: 1, waitingMax: 32 })

/** Verified when nobody has that address, so the answer takes as long as for somebody. */
export const dummyHash =
  '$argon2id$v=19$m=65536,t=3,p=1$oKn29ZXSWupnsT2ODkFsUw$4D0svCb7ZNlYiOjZq/dRN5dEyOSgyoQQNCQF9tB4uTc'

/** The PHC string to keep. Throws TooBusy when the queue is full. */
export function hashPassword(password: string, cost: HashingCost = hashingCost): Promise<string> {
  return within(() => hash(password, cost))
}

/** Throws TooBusy when the queue is full. */
export function isPasswordOf(
  passwordHash: string,
  password: string,
  { isKnownPlace = false }: { isKnownPlace?: boolean } = {},
): Promise<boolean> {
  return (isKnownPlace ? withinKnown : within)(() => verify(passwordHash, password))
}

/** Whether a hash was made at another cost than today's, and should be made again while the password is at hand. */
export function isOutdated(passwordHash: string, cost: HashingCost = hashingCost): boolean {
  return !passwordHash.startsWith(`$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`)
}
