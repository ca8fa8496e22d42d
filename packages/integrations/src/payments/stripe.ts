import { AsyncLocalStorage } from 'node:async_hooks'
import { NotCounted, toProvider } from '@mainstay/domain/payment/provider-currency'
import Stripe from 'stripe'
import { Fault } from '../fault.ts'
import type { OutboundCall, Resilience } from '../resilience.ts'
import type { PaymentGateway } from './payment-gateway.ts'
import {
  authorizeAnswer,
  captureAnswer,
  type Declined,
  disputeFrom,
  ForeignAnswer,
  paymentFrom,
  refundFrom,
} from './stripe-answers.ts'
import { declineOf, faultFromStripe, refusalOf } from './stripe-fault.ts'

export type StripeConfig = { secretKey: string; apiBase?: string }

type Sdk = InstanceType<typeof Stripe>
type Ask = <T>(call: AskedCall, work: (sdk: Sdk) => Promise<T>) => Promise<T>
type AskedCall = Pick<OutboundCall, 'tenantId' | 'operation' | 'effect' | 'signal'>

const withMovements = { expand: ['data.balance_transaction', 'data.failure_balance_transaction'] }
const withCharge = { expand: ['latest_charge.balance_transaction'] }

export function createStripeGateway(config: StripeConfig, resilience: Resilience): PaymentGateway {
  const ask = stripeCaller(config, resilience)

  const gateway: PaymentGateway = {
    authorize: (request, key, signal) =>
      ask({ tenantId: request.tenantId, operation: 'authorize', effect: 'write', signal }, async (sdk) => {
        const { currency } = request.amount
        const intent = await valueOfDecline(() =>
          sdk.paymentIntents.create(
            {
              amount: toProvider(request.amount),
              currency: currency.toLowerCase(),
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
        return authorizeAnswer(intent, { ...request, currency, providerReference: null })
      }),

    capture: async ({ amount, captureId, ...payment }, key, signal) => {
      const ours = { ...payment, currency: amount.currency }
      const { tenantId, providerReference } = payment
      const answer = await ask({ tenantId, operation: 'capture', effect: 'write', signal }, async (sdk) => {
        const captured = await valueOfRefusal(() =>
          sdk.paymentIntents.capture(
            providerReference,
            {
              amount_to_capture: toProvider(amount),
              metadata: { capture_id: captureId },
              ...withCharge,
            },
            { idempotencyKey: key },
          ),
        )
        return 'refusal' in captured ? captured : paymentFrom(captured, ours)
      })
      if (!('refusal' in answer)) return captureAnswer(answer, 'not_captured')
      // The key may be forgotten while the capture stands: an intent is captured once, so its state is the answer.
      return captureAnswer(await gateway.getPayment(ours, signal), answer.refusal)
    },

    cancel: async (ours, key, signal) => {
      const { tenantId, providerReference } = ours
      const answer = await ask({ tenantId, operation: 'cancel', effect: 'write', signal }, async (sdk) => {
        const canceled = await valueOfRefusal(() =>
          sdk.paymentIntents.cancel(providerReference, {}, { idempotencyKey: key }),
        )
        return 'refusal' in canceled ? canceled : paymentFrom(canceled, ours)
      })
      if (!('refusal' in answer)) return { outcome: 'canceled' }
      const payment = await gateway.getPayment(ours, signal)
      const isReleased = payment.status === 'canceled' || payment.status === 'expired'
      return isReleased ? { outcome: 'canceled' } : { outcome: 'failed', reason: answer.refusal }
    },

    refund: ({ amount, ...ids }, key, signal) =>
      ask({ tenantId: ids.tenantId, operation: 'refund', effect: 'write', signal }, async (sdk) => {
        const refund = await valueOfRefusal(() =>
          sdk.refunds.create(
            {
              payment_intent: ids.providerReference,
              amount: toProvider(amount),
              metadata: ourIds(ids),
            },
            { idempotencyKey: key },
          ),
        )
        return 'refusal' in refund
          ? {
              outcome: 'failed',
              providerRefundReference: null,
              reason: refund.refusal,
              occurredAt: null,
              balanceTransaction: null,
            }
          : refundFrom(refund, { ...ids, currency: amount.currency }).answer
      }),

    findPayment: (ours, signal) =>
      ask({ tenantId: ours.tenantId, operation: 'find_payment', effect: 'read', signal }, async (sdk) => {
        const query = `metadata['tenant_id']:'${quotable(ours.tenantId)}' AND metadata['payment_id']:'${quotable(ours.paymentId)}'`
        const found = await sdk.paymentIntents.search({ query, expand: ['data.latest_charge.balance_transaction'] })
        const payments = found.data.map((intent) => paymentFrom(intent, { ...ours, providerReference: null }))
        return payments.find((payment) => payment.status !== 'declined') ?? payments[0]
      }),

    getPayment: (ours, signal) =>
      ask({ tenantId: ours.tenantId, operation: 'get_payment', effect: 'read', signal }, async (sdk) =>
        paymentFrom(await sdk.paymentIntents.retrieve(ours.providerReference, withCharge), ours),
      ),

    listRefunds: (ours, signal) =>
      ask({ tenantId: ours.tenantId, operation: 'list_refunds', effect: 'read', signal }, async (sdk) => {
        const refunds = await allOf(
          sdk.refunds.list({ payment_intent: ours.providerReference, limit: 100, ...withMovements }),
        )
        return refunds.map((refund) => refundFrom(refund, ours))
      }),

    listDisputes: (ours, signal) =>
      ask({ tenantId: ours.tenantId, operation: 'list_disputes', effect: 'read', signal }, async (sdk) => {
        const disputes = await allOf(sdk.disputes.list({ payment_intent: ours.providerReference, limit: 100 }))
        return disputes.map((dispute) => disputeFrom(dispute, ours)).toReversed()
      }),
  }
  return gateway
}

async function allOf<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const one of pages) all.push(one)
  return all
}

/** Throws where the body was not signed with this secret within `toleranceSeconds`. */
export function assertSignedByStripe(
  { body, signature }: { body: string; signature: string },
  secret: string,
  toleranceSeconds: number,
): void {
  const { signature: signatures } = Stripe.webhooks
  if (signatures === null) throw new Error('the SDK cannot verify signatures')
  signatures.verifyHeader(body, signature, secret, toleranceSeconds)
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
          throw faultOf(error, call)
        }),
      ),
    )
}

function faultOf(error: unknown, call: AskedCall): unknown {
  if (error instanceof Stripe.errors.StripeError) return faultFromStripe(error, call)
  if (!(error instanceof ForeignAnswer || error instanceof RangeError)) return error
  // Of another payment, or an amount that cannot be: nobody knows what the call did.
  const facts = { kind: 'foreign', retryable: false, ambiguous: call.effect === 'write' } as const
  return new Fault({ ...facts, provider: 'stripe', operation: call.operation }, error.message, { cause: error })
}

async function valueOfDecline(ask: () => Promise<Stripe.PaymentIntent>): Promise<Stripe.PaymentIntent | Declined> {
  try {
    return await ask()
  } catch (error) {
    const declined = noTo(error, declineOf)
    if (declined === undefined) throw error
    return { declined, intent: (error instanceof Stripe.errors.StripeError && error.payment_intent) || null }
  }
}

/** What the provider will not do with this payment is an answer; a malformed request or a wrong key is a Fault. */
async function valueOfRefusal<T>(ask: () => Promise<T>): Promise<T | { refusal: string }> {
  try {
    return await ask()
  } catch (error) {
    const refusal = noTo(error, refusalOf)
    if (refusal === undefined) throw error
    return { refusal }
  }
}

function noTo(error: unknown, sort: typeof declineOf): string | undefined {
  if (error instanceof NotCounted) return 'amount_not_countable'
  return error instanceof Stripe.errors.StripeError ? sort(error) : undefined
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
