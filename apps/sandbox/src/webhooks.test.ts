import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Stripe from 'stripe'
import { expect, onTestFinished, test, vi } from 'vitest'
import { setFaults } from '../test/control.ts'
import { spawnSandbox } from '../test/spawn-sandbox.ts'
import { startWebhookReceiver } from '../test/webhook-receiver.ts'
import { startSandbox } from './sandbox.ts'

const patience = { timeout: 20_000, interval: 20 }

function sdk(url: string): Stripe {
  const { hostname, port } = new URL(url)
  return new Stripe('sk_test_sandbox', { host: hostname, port, protocol: 'http', telemetry: false })
}

function authorize(stripe: Stripe, paymentMethod = 'pm_card_visa') {
  return stripe.paymentIntents.create({
    amount: 5_000,
    currency: 'eur',
    confirm: true,
    capture_method: 'manual',
    payment_method: paymentMethod,
    allowed_payment_method_types: ['card'],
    metadata: { tenant_id: 't1' },
  })
}

async function world(answer?: (attempt: number) => number) {
  const receiver = await startWebhookReceiver(answer)
  const sandbox = await startSandbox({ webhookUrl: receiver.url, refundSettleMs: 20 })
  onTestFinished(async () => {
    await sandbox.stop()
    await receiver.stop()
  })
  const types = () => receiver.received.map((webhook) => webhook.type)
  return { receiver, sandbox, types, stripe: sdk(sandbox.url) }
}

test('each step of a payment is announced once, in order, and signed', async () => {
  const { receiver, sandbox, types, stripe } = await world()
  const intent = await authorize(stripe)
  await stripe.paymentIntents.capture(intent.id)
  await stripe.refunds.create({ payment_intent: intent.id })
  await vi.waitFor(() => expect(types()).toHaveLength(7), patience)
  expect(types()).toEqual([
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.amount_capturable_updated',
    'charge.captured',
    'payment_intent.succeeded',
    'refund.created',
    'charge.refunded',
  ])
  for (const { body, signature } of receiver.received) {
    const event = Stripe.webhooks.constructEvent(body, signature, sandbox.webhookSecret)
    expect(event.data.object).toBeDefined()
    expect(() => Stripe.webhooks.constructEvent(body, signature, 'whsec_other')).toThrow()
  }
})

test('a refund bound to fail looks fine first and is taken back later', async () => {
  const { types, stripe } = await world()
  const intent = await authorize(stripe, 'pm_card_refundFail')
  await stripe.paymentIntents.capture(intent.id)
  const refund = await stripe.refunds.create({ payment_intent: intent.id })
  expect(refund.status).toBe('succeeded')
  await vi.waitFor(() => expect(types()).toContain('refund.failed'), patience)
  expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ status: 'failed' })
  const again = await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] })
  expect(again.latest_charge).toMatchObject({ amount_refunded: 0, refunded: false })
})

test('an endpoint that fails is tried again with the same event', async () => {
  const { receiver, stripe } = await world((attempt) => (attempt === 0 ? 500 : 200))
  await authorize(stripe)
  await vi.waitFor(() => expect(receiver.received).toHaveLength(4), patience)
  const [first] = receiver.received
  expect(receiver.received.filter((webhook) => webhook.eventId === first?.eventId)).toHaveLength(2)
})

test('the knobs drop, double and turn round what one operation announces', async () => {
  const { receiver, sandbox, types, stripe } = await world()
  await setFaults(sandbox.url, [
    { operation: 'payment_intents.create', fault: 'drop_webhook', times: 1 },
    { operation: 'payment_intents.capture', fault: 'duplicate_webhook', times: 1 },
    { operation: 'refunds.create', fault: 'reorder_webhook', times: 1, latencyMs: 20 },
  ])
  const intent = await authorize(stripe)
  await stripe.paymentIntents.capture(intent.id)
  await vi.waitFor(() => expect(types()).toHaveLength(4), patience)
  expect(types()).toEqual([
    'charge.captured',
    'charge.captured',
    'payment_intent.succeeded',
    'payment_intent.succeeded',
  ])
  expect(new Set(receiver.received.map((webhook) => webhook.eventId)).size).toBe(2)
  await stripe.refunds.create({ payment_intent: intent.id })
  await vi.waitFor(() => expect(types().slice(4)).toEqual(['charge.refunded', 'refund.created']), patience)
})

test('a killed sandbox comes back with its payments, its keys and its undelivered webhooks', async () => {
  const dataFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'state.sqlite')
  const first = await spawnSandbox({ dataFile, webhookUrl: 'http://127.0.0.1:9/webhooks/stripe' })
  onTestFinished(() => first.stop('SIGKILL'))
  const params = { amount: 7_000, currency: 'eur', allowed_payment_method_types: ['card'] }
  const intent = await sdk(first.url).paymentIntents.create(params, { idempotencyKey: 'before-the-crash' })
  await first.stop('SIGKILL')

  const receiver = await startWebhookReceiver()
  const second = await spawnSandbox({ dataFile, webhookUrl: receiver.url })
  onTestFinished(async () => {
    await second.stop()
    await receiver.stop()
  })
  const repeated = await sdk(second.url).paymentIntents.create(params, { idempotencyKey: 'before-the-crash' })
  expect(repeated.id).toBe(intent.id)
  await vi.waitFor(
    () => expect(receiver.received.map((webhook) => webhook.type)).toContain('payment_intent.created'),
    patience,
  )
})
