import { AsyncLocalStorage } from 'node:async_hooks'
import Stripe from 'stripe'
import type { OutboundCall, Resilience } from '../resilience.ts'
import type { PaymentGateway } from './payment-gateway.ts'
import { authoriseAnswer, captureAnswer, type Declined, paymentFrom, refundAnswer } from './stripe-answers.ts'
import { faultFromStripe } from './stripe-fault.ts'

export type StripeConfig = { secretKey: string; apiBase?: string }

type Sdk = InstanceType<typeof Stripe>
type Ask = <T>(call: AskedCall, work: (sdk: Sdk) => Promise<T>) => Promise<T>
type AskedCall = Pick<OutboundCall, 'tenantId' | 'operation' | 'effect' | 'signal'>

const withCharge = { expand: ['latest_charge.balance_transaction'] }

export function createStripeGateway(config: StripeConfig, resilience: Resilience): PaymentGateway {
  const ask = stripeCaller(config, resilience)

  const gateway: PaymentGateway = {
    authorise: (request, key, signal) =>
      ask({ tenantId: request.tenantId, operation: 'authorise', effect: 'write', signal }, async (sdk) => {
        const intent = await valueOfDecline(
          sdk.paymentIntents.create(
            {
              amount: request.amount.amount,
              currency: request.amount.currency.toLowerCase(),
              allowed_payment_method_types: ['card'],
              automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
              payment_method: request.paymentMethod,
              capture_method: 'manual',
              confirm: true,
              description: request.description,
              metadata: ourIds(request),
            },
            { idempotencyKey: key },
          ),
        )
        return authoriseAnswer(intent)
      }),

    capture: async ({ tenantId, providerReference, amount, captureId }, key, signal) => {
      const answer = await ask({ tenantId, operation: 'capture', effect: 'write', signal }, (sdk) =>
        valueOfRefusal(
          sdk.paymentIntents.capture(
            providerReference,
            { amount_to_capture: amount.amount, metadata: { capture_id: captureId }, ...withCharge },
            { idempotencyKey: key },
          ),
        ),
      )
      if (!('refusal' in answer)) return captureAnswer(paymentFrom(answer), 'not_captured')
      // The key may be forgotten while the capture stands: an intent is captured once, so its state is the answer.
      return captureAnswer(await gateway.getPayment({ tenantId, providerReference }, signal), answer.refusal)
    },

    cancel: async ({ tenantId, providerReference }, key, signal) => {
      const answer = await ask({ tenantId, operation: 'cancel', effect: 'write', signal }, (sdk) =>
        valueOfRefusal(sdk.paymentIntents.cancel(providerReference, {}, { idempotencyKey: key })),
      )
      if (!('refusal' in answer)) return { outcome: 'cancelled' }
      const payment = await gateway.getPayment({ tenantId, providerReference }, signal)
      return payment.status === 'cancelled' ? { outcome: 'cancelled' } : { outcome: 'failed', reason: answer.refusal }
    },

    refund: ({ providerReference, amount, ...ids }, key, signal) =>
      ask({ tenantId: ids.tenantId, operation: 'refund', effect: 'write', signal }, async (sdk) => {
        const answer = await valueOfRefusal(
          sdk.refunds.create(
            { payment_intent: providerReference, amount: amount.amount, metadata: ourIds(ids) },
            { idempotencyKey: key },
          ),
        )
        return 'refusal' in answer
          ? { outcome: 'failed', providerRefundReference: null, reason: answer.refusal }
          : refundAnswer(answer)
      }),

    findPayment: ({ tenantId, paymentId }, signal) =>
      ask({ tenantId, operation: 'find_payment', effect: 'read', signal }, async (sdk) => {
        const query = `metadata['tenant_id']:'${quotable(tenantId)}' AND metadata['payment_id']:'${quotable(paymentId)}'`
        const found = await sdk.paymentIntents.search({ query, expand: ['data.latest_charge.balance_transaction'] })
        const payments = found.data.map(paymentFrom)
        return payments.find((payment) => payment.status !== 'declined') ?? payments[0]
      }),

    getPayment: ({ tenantId, providerReference }, signal) =>
      ask({ tenantId, operation: 'get_payment', effect: 'read', signal }, async (sdk) =>
        paymentFrom(await sdk.paymentIntents.retrieve(providerReference, withCharge)),
      ),

    findRefund: ({ tenantId, providerReference, refundId }, signal) =>
      ask({ tenantId, operation: 'find_refund', effect: 'read', signal }, async (sdk) => {
        for await (const refund of sdk.refunds.list({ payment_intent: providerReference, limit: 100 })) {
          if (refund.metadata?.refund_id === refundId) return refundAnswer(refund)
        }
        return undefined
      }),
  }
  return gateway
}

/** Verifies and parses; throws the SDK's signature error. `toleranceSeconds` is the oldest signature accepted. */
export function readSignedStripeEvent(
  rawBody: string | Buffer,
  signature: string,
  secret: string,
  toleranceSeconds: number,
) {
  return Stripe.webhooks.constructEvent(rawBody, signature, secret, toleranceSeconds)
}

/** The SDK takes no signal, so the running call's signal reaches `fetch` through the async context. */
function stripeCaller(config: StripeConfig, resilience: Resilience): Ask {
  const running = new AsyncLocalStorage<AbortSignal>()
  const base = new URL(config.apiBase ?? 'https://api.stripe.com')
  const isPlain = base.protocol === 'http:'
  const sdk = new Stripe(config.secretKey, {
    host: base.hostname,
    port: base.port || (isPlain ? 80 : 443),
    protocol: isPlain ? 'http' : 'https',
    maxNetworkRetries: 0,
    timeout: 60_000,
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient((url: string | URL | Request, init?: RequestInit) => {
      const signals = [init?.signal, running.getStore()].filter((signal) => signal instanceof AbortSignal)
      return fetch(url, { ...init, signal: AbortSignal.any(signals) })
    }),
  })
  return (call, work) =>
    resilience.call({ ...call, provider: 'stripe', host: base.host }, (signal) =>
      running.run(signal, () =>
        work(sdk).catch((error: unknown) => {
          throw error instanceof Stripe.errors.StripeError ? faultFromStripe(error, call) : error
        }),
      ),
    )
}

async function valueOfDecline(asked: Promise<Stripe.PaymentIntent>): Promise<Stripe.PaymentIntent | Declined> {
  return asked.catch((error: unknown) => {
    if (!(error instanceof Stripe.errors.StripeCardError)) throw error
    const declineCode = error.decline_code || error.code || 'card_declined'
    return { declined: declineCode, providerReference: error.payment_intent?.id ?? null }
  })
}

const refusals = new Set([
  'amount_too_large',
  'capture_charge_authorization_expired',
  'charge_already_captured',
  'charge_already_refunded',
  'charge_disputed',
  'charge_expired_for_capture',
  'charge_not_refundable',
  'payment_intent_unexpected_state',
  'refund_disputed_payment',
])

/** What the provider will not do with this payment is an answer; a malformed request or a wrong key is a Fault. */
async function valueOfRefusal<T>(asked: Promise<T>): Promise<T | { refusal: string }> {
  return asked.catch((error: unknown) => {
    if (error instanceof Stripe.errors.StripeCardError)
      return { refusal: error.decline_code || error.code || 'declined' }
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code && refusals.has(error.code)) {
      return { refusal: error.code }
    }
    throw error
  })
}

function ourIds(ids: { tenantId: string; purchaseId?: string; paymentId?: string; refundId?: string }) {
  return {
    tenant_id: ids.tenantId,
    ...(ids.purchaseId ? { purchase_id: ids.purchaseId } : {}),
    ...(ids.paymentId ? { payment_id: ids.paymentId } : {}),
    ...(ids.refundId ? { refund_id: ids.refundId } : {}),
  }
}

function quotable(id: string): string {
  if (/^[\w-]+$/.test(id)) return id
  throw new Error(`Not an id that can be searched for: ${id}`)
}
