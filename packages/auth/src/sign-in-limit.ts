import type { Database } from '@mainstay/db/postgres/client'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { tokenHash } from './token.ts'

/** Who is guessed at, from which network, and by which known place of the account if by any. */
export type Attempt = { account: string; network: string; place: string | undefined }

/** So many attempts are free; each further one waits twice as long as the one before, up to the most. */
type Allowance = { key: string; free: number; waitMaxSeconds: number }

const forgottenAfterSeconds = 86_400
const unlimited = 1_000_000_000

const limits = new WeakMap<Database, SignInLimit>()

export type SignInLimit = ReturnType<typeof newLimit>

/** Slows guessing down by who asks and for whom; nobody is ever locked out for good. One for a database. */
export function signInLimit(db: Database): SignInLimit {
  const known = limits.get(db)
  if (known) return known
  const made = newLimit(db)
  limits.set(db, made)
  return made
}

function newLimit(db: Database) {
  const store = { storeClient: db.pool, storeType: 'pool', tableName: 'rate_limit', tableCreated: true }
  const attempts = new RateLimiterPostgres({
    ...store,
    keyPrefix: 'attempts',
    points: unlimited,
    duration: forgottenAfterSeconds,
    // Every few minutes, deletes what has expired: of the turns too, which are rows of the same table.
    clearExpiredByTimeout: true,
  })
  const turns = new RateLimiterPostgres({
    ...store,
    keyPrefix: 'turn',
    points: 1,
    duration: 1,
    clearExpiredByTimeout: false,
  })

  /** Counts before anything is checked, so that attempts made at once do not all pass as the first. */
  async function take({ key, free, waitMaxSeconds }: Allowance): Promise<{ count: number; wait: number }> {
    const { consumedPoints: count } = await attempts.consume(key)
    if (count <= free) return { count, wait: 0 }
    const pause = Math.min(waitMaxSeconds, 2 ** Math.min(count - free - 1, 20))
    try {
      await turns.consume(key, 1, { customDuration: pause })
      return { count, wait: 0 }
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      await attempts.reward(key)
      return { count, wait: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) }
    }
  }

  return {
    /** Seconds to wait; 0 when the attempt may go on, and is counted. */
    async begin(attempt: Attempt): Promise<number> {
      const { place, pair, network, account } = keysOf(attempt)
      if (place) return (await take({ key: place, free: 10, waitMaxSeconds: 900 })).wait

      const inPair = await take({ key: pair, free: 5, waitMaxSeconds: 900 })
      if (inPair.wait > 0) return inPair.wait
      // A network is counted by the accounts it guesses at, each of them once: an office with one forgetful person in it
      // is no sprayer of passwords. Neither a network nor an account alone waits for more than seconds: else anybody
      // could keep its people out by guessing.
      const allowances: Allowance[] = [{ key: account, free: 20, waitMaxSeconds: 15 }]
      if (inPair.count === 1) allowances.unshift({ key: network, free: 100, waitMaxSeconds: 15 })
      const taken = [pair]
      for (const allowance of allowances) {
        const { wait } = await take(allowance)
        if (wait > 0) {
          await Promise.all(taken.map((key) => attempts.reward(key)))
          return wait
        }
        taken.push(allowance.key)
      }
      return 0
    },
    /** Forgets the failures from there at this account; all the others keep their own. */
    async succeeded(attempt: Attempt): Promise<void> {
      const { place, pair, network, account } = keysOf(attempt)
      const forgotten = place ?? pair
      await Promise.all([attempts.delete(forgotten), turns.delete(forgotten)])
      if (place === undefined) await Promise.all([attempts.reward(network), attempts.reward(account)])
    },
  }
}

function keysOf({ account, network, place }: Attempt) {
  return {
    account: tokenHash(`account ${account}`),
    network: tokenHash(`network ${network}`),
    pair: tokenHash(`network ${network} account ${account}`),
    place: place && tokenHash(`place ${place} account ${account}`),
  }
}
