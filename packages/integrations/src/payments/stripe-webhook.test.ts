import { money } from '@mainstay/domain/money/money'
import { startSandbox } from '@mainstay/sandbox/sandbox'
import { startWebhookReceiver } from '@mainstay/sandbox/test/webhook-receiver'
import fc from 'fast-check'
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createResilience } from '../resilience.ts'
import { createStripeGateway } from './stripe.ts'
import { stripeWebhooks } from './stripe-webhook.ts'

const secret = 'whsec_integration_tests'
let sandbox: Awaited<ReturnType<typeof startSandbox>>
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>

beforeAll(async () => {
  receiver = await startWebhookReceiver()
  sandbox = await startSandbox({ webhookUrl: receiver.url, webhookSecret: secret })
})
afterAll(async () => {
  await sandbox.stop()
  await receiver.stop()
})

async function aRefundWebhook() {
  const gateway = createStripeGateway({ secretKey: 'sk_test_sandbox', apiBase: sandbox.url }, createResilience())
  const ids = { tenantId: 't-9', purchaseId: 'p-9', paymentId: 'pay-9', amount: money(5_000, 'EUR') }
  const paid = await gateway.authorize({ ...ids, paymentMethod: 'pm_card_visa', description: 'x' }, 'webhook-pay')
  const providerReference = paid.outcome === 'authorized' ? paid.providerReference : ''
  await gateway.capture({ ...ids, providerReference, captureId: 'c-9' }, 'webhook-capture')
  await gateway.refund({ ...ids, providerReference, refundId: 'r-9' }, 'webhook-refund')
  const received = await vi.waitFor(() => {
    const found = receiver.received.find((webhook) => webhook.type === 'refund.created')
    if (!found) throw new Error('The refund is not announced yet')
    return found
  }, 20_000)
  return { ...received, providerReference }
}

const read = (body: string, signature: string, withSecret = secret) =>
  stripeWebhooks.read(Buffer.from(body), signature, withSecret)

test('a signed webhook names the payment it is about, in our words and in the provider’s; any other is refused', async () => {
  const { body, signature, eventId, providerReference } = await aRefundWebhook()
  expect(read(body, signature)).toEqual({
    kind: 'event',
    webhook: {
      source: 'stripe',
      eventId,
      type: 'refund.created',
      objectType: 'refund',
      objectId: expect.stringMatching(/^re_/),
      providerReference,
      metadata: { tenantId: 't-9', paymentId: 'pay-9' },
    },
  })

  const refused = { kind: 'unsigned' }
  const tampered = body.replace('5000', '9000')
  expect(tampered).not.toBe(body)
  expect(read(tampered, signature)).toEqual(refused)
  expect(read(body, signature, 'whsec_other')).toEqual(refused)
  expect(read(body, '')).toEqual(refused)
  expect(read(body, 't=1,v1=zz')).toEqual(refused)

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 301_000 })
  expect(read(body, signature)).toEqual(refused)
  vi.useRealTimers()
  expect(read(body, signature)).toMatchObject({ kind: 'event', webhook: { eventId } })
})

const signed = (payload: string) => read(payload, Stripe.webhooks.generateTestHeaderString({ payload, secret }))

test('whatever is signed is read or kept under a name that can be stored, never an error', () => {
  const sometimes = <T>(usual: fc.Arbitrary<T>) => fc.oneof({ weight: 3, arbitrary: usual }, fc.jsonValue())
  const object = fc.record(
    {
      object: sometimes(fc.constantFrom('payment_intent', 'charge', 'refund', 'dispute', 'balance')),
      id: sometimes(fc.constant('pi_1')),
      payment_intent: sometimes(fc.constantFrom('pi_1', null, { id: 'pi_1' })),
      metadata: sometimes(fc.dictionary(fc.constantFrom('tenant_id', 'payment_id'), fc.string({ unit: 'binary' }))),
    },
    { requiredKeys: [] },
  )
  const event = fc.record(
    {
      id: sometimes(fc.constant('evt_1')),
      type: sometimes(fc.string({ unit: 'binary' })),
      data: sometimes(fc.record({ object: sometimes(object) }, { requiredKeys: [] })),
    },
    { requiredKeys: [] },
  )
  const body = fc.oneof(
    event.map((value) => JSON.stringify(value)),
    fc.json(),
    fc.string({ unit: 'grapheme', minLength: 1 }),
  )
  fc.assert(
    fc.property(body, (payload) => {
      const received = signed(payload)
      const said = received.kind === 'event' ? received.webhook : received
      expect(said).toMatchObject({
        eventId: expect.stringMatching(/^[!-~]{1,255}$/),
        type: expect.stringMatching(/^[!-~]{1,255}$/),
      })
    }),
  )
})

test.each(['null', '[]', '"x"', '17', '{', '{"id":"evt_1","type":"a.b","data":null}', '{"type":"a.b","data":[]}'])(
  'the signed message %s cannot be read, and the same one again has the same name',
  (payload) => {
    const received = signed(payload)
    expect(received).toMatchObject({ kind: 'unreadable' })
    expect(signed(payload)).toEqual(received)
  },
)

test.each([
  ['payment', 'payment_intent.succeeded', 'payment_intent'],
  ['payment', 'charge.expired', 'charge'],
  ['refunds', 'charge.refunded', 'charge'],
  ['refunds', 'refund.updated', 'refund'],
  ['disputes', 'charge.dispute.created', 'dispute'],
  [undefined, 'charge.succeeded', 'charge'],
])('a message makes us look at %s of a payment: %s', (topic, type, objectType) => {
  expect(stripeWebhooks.topicOf({ type, objectType })).toBe(topic)
})
