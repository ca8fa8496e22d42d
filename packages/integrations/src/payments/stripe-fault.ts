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

/** What the buyer brings to a payment; of every other parameter we are the author. */
const parametersOfBuyer = new Set(['amount', 'currency', 'payment_method'])
const codesOfBuyer = /^(payment_method_|amount_too_|invalid_charge_amount|token_)/
const codesOfMalformed = new Set(['parameter_missing', 'parameter_unknown'])

/**
 * The no to an authorization that its buyer is the cause of: their bank's, or Stripe's to a method or an amount it does
 * not take. Undefined where the request itself is wrong, or who asks: that is ours to mend.
 */
export function declineOf(error: Stripe.errors.StripeError): string | undefined {
  const { type, code, param, message } = error
  if (type === 'StripeCardError') return error.decline_code || code || 'card_declined'
  if (type !== 'StripeInvalidRequestError' || codesOfMalformed.has(code ?? '')) return undefined
  if (code && codesOfBuyer.test(code)) return code
  if (param && parametersOfBuyer.has(param)) return code ?? `invalid_${param}`
  // A method that was used up is refused without a code and without a parameter.
  return !code && /\bPaymentMethod\b/.test(message) ? 'payment_method_used_up' : undefined
}

/** What the state of a payment does not allow: the provider was understood, and will say the same tomorrow. */
const refusals = new Set([
  'amount_too_large',
  'amount_too_small',
  'balance_insufficient',
  'capture_charge_authorization_expired',
  'capture_unauthorized_payment',
  'charge_already_captured',
  'charge_already_refunded',
  'charge_disputed',
  'charge_exceeds_source_limit',
  'charge_expired_for_capture',
  'charge_invalid_parameter',
  'charge_not_refundable',
  'insufficient_funds',
  'invalid_charge_amount',
  'payment_intent_action_required',
  'payment_intent_authentication_failure',
  'payment_intent_payment_attempt_failed',
  'payment_intent_unexpected_state',
  'payment_method_provider_decline',
  'refund_disputed_payment',
])

/** The no to a capture, a cancellation or a refund. Undefined where the request itself is wrong, or who asks. */
export function refusalOf(error: Stripe.errors.StripeError): string | undefined {
  const { type, code } = error
  if (type === 'StripeCardError') return error.decline_code || code || 'declined'
  return type === 'StripeInvalidRequestError' && code && refusals.has(code) ? code : undefined
}
