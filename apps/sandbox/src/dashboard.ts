import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import type { State } from './state.ts'
import type { stripeEndpoints } from './stripe/api.ts'
import { captureAtDashboard } from './stripe/capture-alone.ts'
import { closeDispute, openDispute } from './stripe/disputes.ts'
import { listObjects, type PaymentIntent } from './stripe/objects.ts'
import { expirePaymentIntent } from './stripe/payments.ts'
import { createRefund } from './stripe/refunds.ts'

/** Minor units; a form leaves it empty for all of it. */
const amount = z
  .union([
    z.int().positive(),
    z.literal('').transform(() => undefined),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .optional()
/** The provider's id of the payment, or ours. */
const payment = z.string().min(1)

const Refund = z.object({ payment, amount })
const Capture = z.object({ payment, amount })
const OpenDispute = z.object({
  payment,
  amount,
  reason: z.string().min(1).default('fraudulent'),
  inquiry: z.preprocess((value) => value === true || value === 'true' || value === 'on', z.boolean()).default(false),
})
const CloseDispute = z.object({ dispute: z.string().min(1), outcome: z.enum(['won', 'lost']) })
const Expire = z.object({ payment })

/**
 * What people and banks do without the product: the buttons of the provider's own dashboard, the buyer's bank, the clock.
 * A form is led back to the page; anything else is answered with the object.
 */
export function registerDashboard(
  app: FastifyInstance,
  { actAlone }: ReturnType<typeof stripeEndpoints>,
  state: State,
): void {
  const actions = {
    '/dashboard/refund': (body: unknown) => {
      const { payment: name, amount: part } = Refund.parse(body)
      const intent = intentOf(state, name)
      const params = { payment_intent: intent.id, amount: part, metadata: {}, expand: [] }
      return actAlone('refunds.create', (call) => createRefund(call, params).body)
    },
    '/dashboard/capture': (body: unknown) => {
      const { payment: name, amount: taken } = Capture.parse(body)
      const intent = intentOf(state, name)
      return actAlone('payment_intents.capture', (call) => captureAtDashboard(call, intent.id, taken))
    },
    '/dashboard/dispute': (body: unknown) => {
      const { payment: name, ...about } = OpenDispute.parse(body)
      const intent = intentOf(state, name)
      return actAlone('*', (call) => openDispute(call, { payment_intent: intent.id, ...about }))
    },
    '/dashboard/dispute/close': (body: unknown) => {
      const { dispute, outcome } = CloseDispute.parse(body)
      return actAlone('*', (call) => closeDispute(call, dispute, outcome))
    },
    '/dashboard/expire': (body: unknown) => {
      const intent = intentOf(state, Expire.parse(body).payment)
      return actAlone('payment_intents.cancel', (call) => expirePaymentIntent(call, intent.id))
    },
  }
  for (const [url, act] of Object.entries(actions)) {
    app.post(url, (request, reply) => {
      const object = act(request.body)
      const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false
      return isForm && request.headers.accept?.includes('text/html') ? reply.redirect('/', 303) : reply.send(object)
    })
  }
}

function intentOf(state: State, name: string): PaymentIntent {
  const named = (intent: PaymentIntent) => intent.id === name || intent.metadata.payment_id === name
  const found = listObjects(state, 'payment_intent').find(named)
  if (!found) throw new z.ZodError([{ code: 'custom', path: ['payment'], message: `No payment ${name}`, input: name }])
  return found
}
