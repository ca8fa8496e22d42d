import { Fault } from '@mainstay/integrations/fault'
import { Permanent } from './engine/failure.ts'
import type { RetryPolicy } from './engine/workflow.ts'

/** The provider forgets an idempotency key after 24 hours: from then on a repeated request is a second request. */
const keyLivesMs = 23 * 3_600_000

/** Its search lags by a minute; on a bad day, by an hour. */
const searchLagsMs = 2 * 3_600_000

/** Waits for a provider that is down, for about as long as its idempotency keys live. */
export const outageRetryPolicy: RetryPolicy = { limit: 120, baseMs: 500, maxMs: 900_000 }

export type UnknownOutcome = { status: 'unknown'; reason: string }

/** What the call answers, or that nobody knows what it did. Where it surely did nothing, the step tries again. */
export function orUnknownOutcome<T>(asked: Promise<T>): Promise<T | UnknownOutcome> {
  return asked.catch((error: unknown) => {
    if (error instanceof Fault && error.ambiguous) return { status: 'unknown', reason: error.message } as const
    throw error
  })
}

/**
 * Guards a call whose key was first used at `since`: it may be repeated with the same body while the key lives. After
 * that the run stops, and only the provider's books or a person can say what happened.
 */
export function whileKeyIsValid<T>({ since, now }: { since: string; now: Date }, ask: () => Promise<T>): Promise<T> {
  if (now.getTime() - Date.parse(since) < keyLivesMs) return ask()
  return Promise.reject(new Permanent('the idempotency key may be forgotten: settle this with the provider by hand'))
}

/** The key's last use is so long ago that what it did is in the provider's books, if it did anything. */
export function neverReachedProvider(since: string, now: Date): boolean {
  return now.getTime() - Date.parse(since) >= keyLivesMs + searchLagsMs
}

/** A provider's refusal to repeat a key stays ambiguous, and ambiguous is never final before the key dies. */
export function retryIfAmbiguous<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    if (error instanceof Fault && error.ambiguous) throw new Error(error.message, { cause: error })
    throw error
  })
}
