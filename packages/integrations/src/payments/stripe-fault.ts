import type Stripe from 'stripe'
import { Fault, type FaultFacts } from '../fault.ts'
import { retryAfterMs } from '../retry-after.ts'

/** A failed connect never delivered the request; anything broken later may have. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Every error of the SDK, sorted by what may be done about it. */
export function faultFromStripe(
  error: Stripe.errors.StripeError,
  call: { operation: string; effect: 'read' | 'write' },
): Fault {
  const wait = retryAfterMs(error.headers?.['retry-after'], new Date())
  const about = { provider: 'stripe', operation: call.operation, ...(wait !== undefined && { retryAfterMs: wait }) }
  const fault = (facts: Pick<FaultFacts, 'kind' | 'retryable' | 'ambiguous'>) =>
    new Fault({ ...about, ...facts }, error.message, { cause: error })
  const mayHaveHappened = call.effect === 'write'

  switch (error.type) {
    case 'StripeRateLimitError':
      return fault({ kind: 'rate_limited', retryable: true, ambiguous: false })
    case 'StripeConnectionError': {
      const codes = causeCodes(error.detail)
      if (codes.some((code) => neverSent.has(code))) {
        return fault({ kind: 'unreachable', retryable: true, ambiguous: false })
      }
      const kind = codes.includes('ETIMEDOUT') ? 'timeout' : 'unreachable'
      return fault({ kind, retryable: true, ambiguous: mayHaveHappened })
    }
    case 'StripeIdempotencyError':
      // An earlier call under this key did something else: a person has to look.
      return fault({ kind: 'rejected', retryable: false, ambiguous: true })
    case 'StripeAPIError':
      return fault({ kind: 'server_error', retryable: true, ambiguous: mayHaveHappened })
    default:
      return fault({ kind: 'rejected', retryable: false, ambiguous: false })
  }
}

/** `fetch` buries the socket's code a level or two below its TypeError. */
function causeCodes(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return []
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  const several = 'errors' in error && Array.isArray(error.errors) ? error.errors.flatMap(causeCodes) : []
  return [...own, ...several, ...('cause' in error ? causeCodes(error.cause) : [])]
}
