import Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { readLedger, setFaults } from '../test/control.ts'
import { type Sandbox, startSandbox } from './sandbox.ts'

let sandbox: Sandbox
let stripe: Stripe

beforeAll(async () => {
  sandbox = await startSandbox()
  stripe = sdk()
})
beforeEach(() => setFaults(sandbox.url, []))
afterAll(() => sandbox.stop())

function sdk(options: { key?: string; timeout?: number } = {}): Stripe {
  const { hostname, port } = new URL(sandbox.url)
  return new Stripe(options.key ?? 'sk_test_sandbox', {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    timeout: options.timeout ?? 5_000,
    telemetry: false,
  })
}

let lastPayment = 0

function purchase(paymentMethod = 'pm_card_visa', amount = 10_000): Stripe.PaymentIntentCreateParams {
  lastPayment += 1
  return {
    amount,
    currency: 'eur',
    confirm: true,
    capture_method: 'manual',
    payment_method: paymentMethod,
    allowed_payment_method_types: ['card'],
    metadata: { tenant_id: 't1', payment_id: `stripe-test-${lastPayment}` },
  }
}

async function captured(paymentMethod?: string) {
  const intent = await stripe.paymentIntents.create(purchase(paymentMethod))
  return stripe.paymentIntents.capture(intent.id)
}

test('an authorized payment is captured in part and the provider takes its fee', async () => {
  const intent = await stripe.paymentIntents.create(purchase())
  expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 10_000, amount_received: 0 })
  const done = await stripe.paymentIntents.capture(
    intent.id,
    { amount_to_capture: 8_030 },
    { idempotencyKey: `capture-${intent.id}` },
  )
  expect(done).toMatchObject({ status: 'succeeded', amount_received: 8_030, amount_capturable: 0 })
  const read = await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge.balance_transaction'] })
  expect(read.latest_charge).toMatchObject({
    captured: true,
    amount_captured: 8_030,
    balance_transaction: { amount: 8_030, fee: 145, net: 7_885, type: 'charge' },
  })
})

test('more than was authorized cannot be captured, and a second capture is refused', async () => {
  const intent = await stripe.paymentIntents.create(purchase())
  await expect(stripe.paymentIntents.capture(intent.id, { amount_to_capture: 10_001 })).rejects.toMatchObject({
    code: 'amount_too_large',
    statusCode: 400,
  })
  await stripe.paymentIntents.capture(intent.id)
  await expect(stripe.paymentIntents.capture(intent.id)).rejects.toMatchObject({
    code: 'payment_intent_unexpected_state',
  })
})

test('refunds add up to the captured amount and no further', async () => {
  const intent = await captured()
  await stripe.refunds.create({ payment_intent: intent.id, amount: 4_000 })
  await expect(stripe.refunds.create({ payment_intent: intent.id, amount: 6_001 })).rejects.toMatchObject({
    code: 'amount_too_large',
  })
  await stripe.refunds.create({ payment_intent: intent.id, amount: 6_000, metadata: { refund_id: 'r2' } })
  await expect(stripe.refunds.create({ payment_intent: intent.id })).rejects.toMatchObject({
    code: 'charge_already_refunded',
  })
  const refunds = await stripe.refunds.list({ payment_intent: intent.id })
  expect(refunds.data.map((refund) => [refund.amount, refund.metadata?.refund_id])).toEqual([
    [6_000, 'r2'],
    [4_000, undefined],
  ])
})

test.each([
  ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
  ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
])('%s is declined with 402 and leaves an intent without money', async (method, code, declineCode) => {
  const error = await stripe.paymentIntents.create(purchase(method)).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Stripe.errors.StripeCardError)
  expect(error).toMatchObject({
    statusCode: 402,
    code,
    decline_code: declineCode,
    payment_intent: { status: 'requires_payment_method', amount_capturable: 0 },
  })
})

test.each([
  ['a method nobody knows', { payment_method: 'pm_nobody' }, { code: 'resource_missing', param: 'payment_method' }],
  ['a method not activated', { payment_method: 'pm_card_unactivated' }, { code: 'payment_method_unactivated' }],
  ['less than the least', { amount: 30 }, { code: 'amount_too_small', param: 'amount' }],
  ['less than the least of another currency', { amount: 17_400, currency: 'huf' }, { code: 'amount_too_small' }],
  ['more than the most', { amount: 100_000_000 }, { code: 'amount_too_large', param: 'amount' }],
  ['a last digit other than 0', { amount: 5_124, currency: 'kwd' }, { param: 'amount' }],
] as const)('%s is refused with 400, and no intent comes to be', async (_what, changes, error) => {
  const before = await stripe.paymentIntents.list({ limit: 1 })
  const asked = stripe.paymentIntents.create({ ...purchase(), ...changes })
  await expect(asked).rejects.toMatchObject({ statusCode: 400, rawType: 'invalid_request_error', ...error })
  expect((await stripe.paymentIntents.list({ limit: 1 })).data).toEqual(before.data)
})

test('a single-use method is taken once, and then refused without a code', async () => {
  const method = 'pm_card_singleUse_1'
  await stripe.paymentIntents.create(purchase(method))
  const error = await stripe.paymentIntents.create(purchase(method)).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ statusCode: 400, rawType: 'invalid_request_error', code: undefined, param: undefined })
})

test('a card that wants its holder asks for action, or is declined when the holder is away', async () => {
  const method = 'pm_card_authenticationRequired'
  await expect(stripe.paymentIntents.create(purchase(method))).resolves.toMatchObject({ status: 'requires_action' })
  await expect(stripe.paymentIntents.create({ ...purchase(method), off_session: true })).rejects.toMatchObject({
    code: 'authentication_required',
  })
})

test('a confirmation without a card is refused and leaves no intent behind', async () => {
  const before = await stripe.paymentIntents.list({ limit: 1 })
  const { payment_method: _card, ...without } = purchase()
  await expect(stripe.paymentIntents.create(without)).rejects.toMatchObject({ statusCode: 400 })
  const after = await stripe.paymentIntents.list({ limit: 1 })
  expect(after.data[0]?.id).toBe(before.data[0]?.id)
})

test('a canceled authorization can no longer be captured', async () => {
  const intent = await stripe.paymentIntents.create(purchase())
  await expect(stripe.paymentIntents.cancel(intent.id)).resolves.toMatchObject({
    status: 'canceled',
    amount_capturable: 0,
  })
  await expect(stripe.paymentIntents.capture(intent.id)).rejects.toMatchObject({
    code: 'payment_intent_unexpected_state',
  })
})

test('the same key with the same body replays the answer, with another body is refused', async () => {
  const params = purchase()
  const first = await stripe.paymentIntents.create(params, { idempotencyKey: 'key-1' })
  const second = await stripe.paymentIntents.create(params, { idempotencyKey: 'key-1' })
  expect(second.id).toBe(first.id)
  expect(second.lastResponse.headers['idempotent-replayed']).toBe('true')
  await expect(
    stripe.paymentIntents.create({ ...params, amount: 9_999 }, { idempotencyKey: 'key-1' }),
  ).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
})

test('a decline is replayed under its key, a malformed request is not remembered', async () => {
  const declined = purchase('pm_card_chargeDeclined')
  const first = await stripe.paymentIntents.create(declined, { idempotencyKey: 'key-2' }).catch((thrown) => thrown)
  const second = await stripe.paymentIntents.create(declined, { idempotencyKey: 'key-2' }).catch((thrown) => thrown)
  expect(second.payment_intent.id).toBe(first.payment_intent.id)
  await expect(
    stripe.rawRequest('POST', '/v1/payment_intents', { ...purchase(), colour: 'red' }, { idempotencyKey: 'key-3' }),
  ).rejects.toMatchObject({ code: 'parameter_unknown', param: 'colour' })
  await expect(stripe.paymentIntents.create(purchase(), { idempotencyKey: 'key-3' })).resolves.toBeDefined()
})

test('a key still being worked on answers 409', async () => {
  await setFaults(sandbox.url, [{ operation: 'payment_intents.create', fault: 'latency', times: 1, latencyMs: 1_500 }])
  const params = purchase()
  const slow = stripe.paymentIntents.create(params, { idempotencyKey: 'key-4' })
  await vi.waitFor(async () => expect(await (await fetch(`${sandbox.url}/faults`)).json()).toEqual([]), 5_000)
  await expect(stripe.paymentIntents.create(params, { idempotencyKey: 'key-4' })).rejects.toMatchObject({
    statusCode: 409,
    code: 'idempotency_key_in_use',
  })
  await expect(slow).resolves.toMatchObject({ status: 'requires_capture' })
})

test('after a timeout behind the commit, the same key finds the one payment that was made', async () => {
  await setFaults(sandbox.url, [{ operation: 'payment_intents.create', fault: 'timeout_after_commit', times: 1 }])
  const params = purchase()
  const paymentId = `stripe-test-${lastPayment}`
  await expect(sdk({ timeout: 500 }).paymentIntents.create(params, { idempotencyKey: 'key-5' })).rejects.toBeInstanceOf(
    Stripe.errors.StripeConnectionError,
  )
  const query = `metadata['payment_id']:'${paymentId}' AND metadata['tenant_id']:'t1'`
  const found = await stripe.paymentIntents.search({ query })
  const repeated = await stripe.paymentIntents.create(params, { idempotencyKey: 'key-5' })
  expect(found.data.map((intent) => intent.id)).toEqual([repeated.id])
  const ledger = await readLedger(sandbox.url)
  expect(ledger.payments.find((line) => line.paymentId === paymentId)).toMatchObject({
    paymentIntents: 1,
    authorizations: 1,
  })
})

test('faults before the commit leave nothing behind', async () => {
  const faults = ['rate_limit', 'server_error', 'timeout_before'] as const
  for (const fault of faults) {
    await setFaults(sandbox.url, [{ operation: 'refunds.create', fault, times: 1 }])
    const intent = await captured()
    await expect(
      sdk({ timeout: fault === 'timeout_before' ? 300 : 5_000 }).refunds.create({ payment_intent: intent.id }),
    ).rejects.toMatchObject({
      statusCode: { rate_limit: 429, server_error: 500, timeout_before: undefined }[fault],
    })
    expect((await stripe.refunds.list({ payment_intent: intent.id })).data).toEqual([])
    await expect(stripe.refunds.create({ payment_intent: intent.id })).resolves.toMatchObject({ status: 'succeeded' })
  }
})

test('a wrong key, an unknown intent and an unknown card are refused as Stripe refuses them', async () => {
  await expect(sdk({ key: 'sk_test_other' }).paymentIntents.create(purchase())).rejects.toBeInstanceOf(
    Stripe.errors.StripeAuthenticationError,
  )
  await expect(stripe.paymentIntents.retrieve('pi_none')).rejects.toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
  })
  await expect(stripe.paymentIntents.create(purchase('pm_none'))).rejects.toMatchObject({ param: 'payment_method' })
})
