import { createHash } from 'node:crypto'
import type { Database } from '@mainstay/db/client'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'

type Attempt = { ip: string; account: string }

/** So many attempts are free; each further one waits twice as long as the one before, up to the most. */
type Allowance = { what: string; keyOf: (attempt: Attempt) => string; free: number; waitMaxSeconds: number }

// An account alone waits for seconds at most: else anybody could keep its owner out by guessing.
const allowances: readonly Allowance[] = [
  { what: 'ip and account', keyOf: ({ ip, account }) => `${ip} ${account}`, free: 5, waitMaxSeconds: 900 },
  { what: 'ip', keyOf: ({ ip }) => ip, free: 30, waitMaxSeconds: 900 },
  { what: 'account', keyOf: ({ account }) => account, free: 20, waitMaxSeconds: 15 },
]

const forgottenAfterSeconds = 86_400
const unlimited = 1_000_000_000

/** Slows guessing down by who asks and for whom; nobody is ever locked out for good. */
export function signInLimit(db: Database) {
  const store = { storeClient: db.pool, storeType: 'pool', tableName: 'rate_limit', tableCreated: true }
  const quiet = { clearExpiredByTimeout: false }
  const attempts = new RateLimiterPostgres({
    ...store,
    ...quiet,
    keyPrefix: 'attempts',
    points: unlimited,
    duration: forgottenAfterSeconds,
  })
  const turns = new RateLimiterPostgres({ ...store, ...quiet, keyPrefix: 'turn', points: 1, duration: 1 })

  /** Counts before anything is checked, so that attempts made at once do not all pass as the first. */
  async function waitFor(allowance: Allowance, attempt: Attempt): Promise<number> {
    const key = hashed(allowance, attempt)
    const { consumedPoints } = await attempts.consume(key)
    const pause = pauseSeconds(allowance, consumedPoints)
    if (pause === 0) return 0
    try {
      await turns.consume(key, 1, { customDuration: pause })
      return 0
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      await attempts.reward(key)
      return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
    }
  }

  return {
    /** Seconds to wait; 0 when the attempt may go on, and is counted. */
    async begin(attempt: Attempt): Promise<number> {
      const waits = await Promise.all(allowances.map((allowance) => waitFor(allowance, attempt)))
      return Math.max(...waits)
    },
    /** Forgets the account's failures; the ip keeps its own, or one known password would make guessing free. */
    async succeeded(attempt: Attempt): Promise<void> {
      await Promise.all(
        allowances.map(async (allowance) => {
          const key = hashed(allowance, attempt)
          if (allowance.what === 'ip') await attempts.reward(key)
          else await Promise.all([attempts.delete(key), turns.delete(key)])
        }),
      )
    },
  }
}

function pauseSeconds({ free, waitMaxSeconds }: Allowance, attemptsMade: number): number {
  return attemptsMade <= free ? 0 : Math.min(waitMaxSeconds, 2 ** Math.min(attemptsMade - free - 1, 20))
}

function hashed({ what, keyOf }: Allowance, attempt: Attempt): string {
  return createHash('sha256')
    .update(`${what} ${keyOf(attempt)}`)
    .digest('base64url')
}
