import { money } from '@mainstay/domain/money/money'
import { type Sandbox, startSandbox } from '@mainstay/sandbox/sandbox'
import { closedPort } from '@mainstay/sandbox/test/closed-port'
import { readLedger, setFaults } from '@mainstay/sandbox/test/control'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { Fault } from '../fault.ts'
import { createResilience, type ResilienceSettings } from '../resilience.ts'
import type { Authorize, PaymentGateway } from './payment-gateway.ts'
import { createStripeGateway } from './stripe.ts'

let sandbox: Sandbox
let gateway: PaymentGateway

beforeAll(async () => {
  sandbox = await startSandbox({ refundSettleMs: 20 })
  gateway = gatewayWith()
})
beforeEach(() => setFaults(sandbox.url, []))
afterAll(() => sandbox.stop())

function gatewayWith(settings: Partial<ResilienceSettings> = {}, secretKey = 'sk_test_sandbox'): PaymentGateway {
  return createStripeGateway({ secretKey, apiBase: sandbox.url }, createResilience({ retryDelayMs: 1, ...settings }))
}

const impatient = { tryTimeoutMs: 500 }
const tenantId = 'tenant-1'
let lastPayment = 0

function aPayment(paymentMethod = 'pm_card_visa'): Authorize & { currency: string } {
  lastPayment += 1
  return {
    tenantId,
    purchaseId: `purchase-${lastPayment}`,
    paymentId: `payment-${lastPayment}`,
    amount: money(10_000, 'EUR'),
    currency: 'EUR',
    paymentMethod,
    description: 'Purchase NW-TEST',
  }
}

async function anAuthorizedPayment(paymentMethod?: string) {
  const request = aPayment(paymentMethod)
  const answer = await gateway.authorize(request, `authorize-${request.paymentId}`)
  if (answer.outcome !== 'authorized') throw new Error(`Expected an authorization, got ${answer.outcome}`)
  return { ...request, providerReference: answer.providerReference }
}

async function aCapturedPayment(paymentMethod?: string) {
  const payment = await anAuthorizedPayment(paymentMethod)
  await gateway.capture({ ...payment, captureId: 'c1' }, `capture-${payment.paymentId}`)
  return payment
}

async function faultOf(asked: Promise<unknown>): Promise<Fault> {
  const error = await asked.then(
    (value) => new Error(`Expected a fault, got ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  )
  if (error instanceof Fault) return error
  throw error
}

async function atProvider(paymentId: string) {
  return (await readLedger(sandbox.url)).payments.find((line) => line.paymentId === paymentId)
}

test('an authorized payment is captured in part, with the fee the provider kept', async () => {
  const payment = await anAuthorizedPayment()
  const answer = await gateway.capture({ ...payment, captureId: 'c1', amount: money(8_030, 'EUR') }, 'capture-part')
  expect(answer).toMatchObject({
    outcome: 'captured',
    captured: 8_030,
    chargeReference: expect.stringMatching(/^ch_/),
    balanceTransaction: { reference: expect.stringMatching(/^txn_/), amount: 8_030, fee: 145, currency: 'EUR' },
  })
  expect(await gateway.getPayment(payment)).toMatchObject({
    status: 'captured',
    currency: 'EUR',
    authorized: 10_000,
    captured: 8_030,
    purchaseId: payment.purchaseId,
  })
})

test('a decline is a value with its reason, not a fault', async () => {
  const request = aPayment('pm_card_chargeDeclinedInsufficientFunds')
  expect(await gateway.authorize(request, 'declined-1')).toEqual({
    outcome: 'declined',
    providerReference: expect.stringMatching(/^pi_/),
    occurredAt: expect.any(Date),
    declineCode: 'insufficient_funds',
  })
  expect(await gateway.findPayment(request)).toMatchObject({ status: 'declined', authorized: 0, captured: 0 })
})

test('a card that needs its holder present says so and takes no money', async () => {
  const request = aPayment('pm_card_authenticationRequired')
  const answer = await gateway.authorize(request, 'action-1')
  expect(answer.outcome).toBe('requires_action')
  expect(await gateway.findPayment(request)).toMatchObject({ status: 'requires_action', authorized: 0 })
})

test('a canceled authorization is canceled however often it is asked, and cannot be captured', async () => {
  const payment = await anAuthorizedPayment()
  expect(await gateway.cancel(payment, 'cancel-1')).toEqual({ outcome: 'canceled' })
  expect(await gateway.cancel(payment, 'cancel-2')).toEqual({ outcome: 'canceled' })
  expect(await gateway.capture({ ...payment, captureId: 'c1' }, 'capture-canceled')).toEqual({
    outcome: 'failed',
    reason: 'payment_intent_unexpected_state',
  })
})

test('a captured payment cannot be canceled', async () => {
  const payment = await aCapturedPayment()
  expect(await gateway.cancel(payment, 'cancel-captured')).toEqual({
    outcome: 'failed',
    reason: 'payment_intent_unexpected_state',
  })
})

test('a capture asked again after its key is forgotten finds the capture that stands', async () => {
  const payment = await aCapturedPayment()
  expect(await gateway.capture({ ...payment, captureId: 'c1' }, 'another-key')).toMatchObject({
    outcome: 'captured',
    captured: 10_000,
  })
  expect(await atProvider(payment.paymentId)).toMatchObject({ captures: 1, captured: 10_000 })
})

test('a lapsed authorization fails the capture as a value', async () => {
  const payment = await anAuthorizedPayment()
  await setFaults(sandbox.url, [{ operation: 'payment_intents.capture', fault: 'decline', times: 1 }])
  expect(await gateway.capture({ ...payment, captureId: 'c1' }, 'lapsed')).toEqual({
    outcome: 'failed',
    reason: 'charge_expired_for_capture',
  })
})

test('a refund repeated under its key is one refund, and more than was captured is refused', async () => {
  const payment = await aCapturedPayment()
  const refund = { ...payment, refundId: 'refund-1', amount: money(6_000, 'EUR') }
  const first = await gateway.refund(refund, 'refund-key-1')
  expect(first).toEqual({
    outcome: 'succeeded',
    providerRefundReference: expect.stringMatching(/^re_/),
    amount: 6_000,
    occurredAt: expect.any(Date),
    balanceTransaction: null,
  })
  expect(await gateway.refund(refund, 'refund-key-1')).toEqual(first)
  expect(await gateway.listRefunds(payment)).toMatchObject([
    {
      refundId: 'refund-1',
      amount: 6_000,
      answer: { ...first, balanceTransaction: { amount: -6_000, currency: 'EUR' } },
    },
  ])
  expect(await gateway.refund({ ...refund, refundId: 'refund-2' }, 'refund-key-2')).toEqual({
    outcome: 'failed',
    providerRefundReference: null,
    reason: 'amount_too_large',
    occurredAt: null,
    balanceTransaction: null,
  })
  expect(await atProvider(payment.paymentId)).toMatchObject({ refunds: 1, refunded: 6_000 })
})

test('a refund the bank sends back is found failed afterwards', async () => {
  const payment = await aCapturedPayment('pm_card_refundFail')
  const refund = { ...payment, refundId: 'refund-back' }
  expect(await gateway.refund(refund, 'refund-back')).toMatchObject({ outcome: 'succeeded' })
  await vi.waitFor(
    async () =>
      expect(await gateway.listRefunds(payment)).toMatchObject([
        { answer: { outcome: 'failed', reason: 'expired_or_canceled_card' } },
      ]),
    { timeout: 20_000 },
  )
})

test.each(['authorize', 'capture', 'refund'] as const)(
  '%s: silence after the provider acted is ambiguous, and the same key then finds the one effect',
  async (operation) => {
    const slow = gatewayWith(impatient)
    const payment =
      operation === 'authorize'
        ? aPayment()
        : await (operation === 'capture' ? anAuthorizedPayment() : aCapturedPayment())
    const reference = 'providerReference' in payment ? String(payment.providerReference) : ''
    const ask = (through: PaymentGateway) => {
      const target = { ...payment, providerReference: reference }
      if (operation === 'authorize') return through.authorize(payment, `silent-${payment.paymentId}`)
      if (operation === 'capture') return through.capture({ ...target, captureId: 'c1' }, `silent-${payment.paymentId}`)
      return through.refund({ ...target, refundId: 'silent' }, `silent-${payment.paymentId}`)
    }
    const asked = {
      authorize: 'payment_intents.create',
      capture: 'payment_intents.capture',
      refund: 'refunds.create',
    } as const
    await setFaults(sandbox.url, [{ operation: asked[operation], fault: 'timeout_after_commit', times: 1 }])
    expect(await faultOf(ask(slow))).toMatchObject({ kind: 'timeout', ambiguous: true, retryable: true, operation })

    const found = await gateway.findPayment(payment)
    expect(found?.status).toBe(operation === 'authorize' ? 'authorized' : 'captured')
    await expect(ask(gateway)).resolves.toMatchObject({
      outcome: { authorize: 'authorized', capture: 'captured', refund: 'succeeded' }[operation],
    })
    expect(await atProvider(payment.paymentId)).toMatchObject({
      authorizations: 1,
      captures: operation === 'authorize' ? 0 : 1,
      refunds: operation === 'refund' ? 1 : 0,
    })
  },
)

test('silence before the provider acted is just as ambiguous to us, and nothing is found', async () => {
  await setFaults(sandbox.url, [{ operation: 'payment_intents.create', fault: 'timeout_before', times: 1 }])
  const request = aPayment()
  expect(await faultOf(gatewayWith(impatient).authorize(request, 'unheard'))).toMatchObject({ ambiguous: true })
  expect(await gateway.findPayment(request)).toBeUndefined()
})

test('a write with an unknown outcome is not repeated by the adapter itself', async () => {
  await setFaults(sandbox.url, [{ operation: 'payment_intents.create', fault: 'server_error', times: 2 }])
  expect(await faultOf(gateway.authorize(aPayment(), 'broken'))).toMatchObject({
    kind: 'server_error',
    ambiguous: true,
    retryable: true,
  })
  const left = await (await fetch(`${sandbox.url}/faults`)).json()
  expect(left).toMatchObject([{ times: 1 }])
})

test('a read is repeated until it is answered', async () => {
  const payment = await anAuthorizedPayment()
  await setFaults(sandbox.url, [{ operation: 'payment_intents.retrieve', fault: 'server_error', times: 2 }])
  expect(await gateway.getPayment(payment)).toMatchObject({ status: 'authorized' })
})

test('a rate limit is waited out when it is short, and handed on with its waiting time when long', async () => {
  await setFaults(sandbox.url, [{ operation: 'payment_intents.create', fault: 'rate_limit', times: 1, latencyMs: 0 }])
  expect(await gateway.authorize(aPayment(), 'limited-1')).toMatchObject({ outcome: 'authorized' })
  await setFaults(sandbox.url, [
    { operation: 'payment_intents.create', fault: 'rate_limit', times: 1, latencyMs: 30_000 },
  ])
  expect(await faultOf(gateway.authorize(aPayment(), 'limited-2'))).toMatchObject({
    kind: 'rate_limited',
    retryable: true,
    ambiguous: false,
    retryAfterMs: 30_000,
  })
})

test('a provider that cannot be reached has surely done nothing', async () => {
  const nobody = createStripeGateway(
    { secretKey: 'sk_test_sandbox', apiBase: `http://127.0.0.1:${await closedPort()}` },
    createResilience({ retryDelayMs: 1 }),
  )
  expect(await faultOf(nobody.authorize(aPayment(), 'nobody'))).toMatchObject({
    kind: 'unreachable',
    retryable: true,
    ambiguous: false,
  })
})

test('a key used for another request, and a wrong secret, are rejected for good', async () => {
  await gateway.authorize(aPayment(), 'used-twice')
  expect(await faultOf(gateway.authorize(aPayment(), 'used-twice'))).toMatchObject({
    kind: 'rejected',
    retryable: false,
    ambiguous: true,
  })
  expect(await faultOf(gatewayWith({}, 'sk_test_other').authorize(aPayment(), 'wrong'))).toMatchObject({
    kind: 'rejected',
    retryable: false,
    ambiguous: false,
  })
})

test.each([
  ['ISK', 5_000, 500_000],
  ['UGX', 5_000, 500_000],
  ['MGA', 500_000, 5_000],
  ['JPY', 5_000, 5_000],
  ['KWD', 5_120, 5_120],
])('an amount in %s is the same money here and there: our %i is its %i', async (currency, ours, theirs) => {
  const request = { ...aPayment(), amount: money(ours, currency), currency }
  const authorized = await gateway.authorize(request, `in-${currency}`)
  expect(authorized).toMatchObject({ outcome: 'authorized', authorized: ours })
  const payment = { ...request, providerReference: authorized.providerReference ?? '' }
  const captured = await gateway.capture({ ...payment, captureId: 'c1' }, `capture-${currency}`)
  expect(captured).toMatchObject({
    outcome: 'captured',
    captured: ours,
    balanceTransaction: { amount: ours, currency },
  })
  await gateway.refund({ ...payment, refundId: `refund-${currency}` }, `refund-${currency}`)

  expect(await atProvider(payment.paymentId)).toMatchObject({ captured: theirs, refunded: theirs })
  expect(await gateway.getPayment(payment)).toMatchObject({
    authorized: ours,
    captured: ours,
    refunded: ours,
    currency,
  })
  expect(await gateway.listRefunds(payment)).toMatchObject([{ amount: ours }])
})

test('an amount the provider has no number for is declined before anything is sent', async () => {
  const request = { ...aPayment(), amount: money(5_124, 'KWD') }
  expect(await gateway.authorize(request, 'between-steps')).toEqual({
    outcome: 'declined',
    providerReference: null,
    occurredAt: null,
    declineCode: 'amount_not_countable',
  })
  expect(await atProvider(request.paymentId)).toBeUndefined()

  const payment = { ...(await aCapturedPayment()), amount: money(5_124, 'KWD'), refundId: 'between-steps' }
  expect(await gateway.refund(payment, 'refund-between-steps')).toMatchObject({
    outcome: 'failed',
    reason: 'amount_not_countable',
  })
})

describe('the provider’s plain no about what a buyer brought', () => {
  test.each([
    ['a method nobody knows', { paymentMethod: 'pm_1NobodyKnowsThis' }, 'resource_missing'],
    ['a method that is not activated', { paymentMethod: 'pm_card_unactivated' }, 'payment_method_unactivated'],
    ['an amount under the minimum', { amount: money(30, 'EUR') }, 'amount_too_small'],
    ['an amount over the maximum', { amount: money(100_000_000, 'EUR') }, 'amount_too_large'],
  ])('is a decline: %s', async (_what, changes, declineCode) => {
    const request = { ...aPayment(), ...changes }
    expect(await gateway.authorize(request, `no-${declineCode}`)).toEqual({
      outcome: 'declined',
      providerReference: null,
      occurredAt: null,
      declineCode,
    })
    expect(await atProvider(request.paymentId)).toBeUndefined()
  })

  test('is a decline for a method that was used up, which has neither code nor parameter', async () => {
    const method = `pm_card_singleUse_${Date.now()}`
    expect(await gateway.authorize(aPayment(method), 'once')).toMatchObject({ outcome: 'authorized' })
    expect(await gateway.authorize(aPayment(method), 'twice')).toMatchObject({
      outcome: 'declined',
      declineCode: 'payment_method_used_up',
    })
  })

  test('is not what a request of ours that is malformed gets: that stays a fault', async () => {
    const request = { ...aPayment(), description: 'x'.repeat(2_000) }
    expect(await faultOf(gateway.authorize(request, 'malformed'))).toMatchObject({ kind: 'rejected', retryable: false })
  })
})

test('nothing is believed of an object that is another payment’s, whoever asks for it', async () => {
  const payment = await aCapturedPayment()
  await gateway.refund({ ...payment, refundId: 'refund-own' }, `own-${payment.paymentId}`)
  const foreign = { kind: 'foreign', retryable: false }
  const others = [
    { ...payment, tenantId: 'tenant-2' },
    { ...payment, paymentId: 'payment-of-another' },
    { ...payment, currency: 'USD', amount: money(10_000, 'USD') },
  ]
  for (const other of others) {
    expect(await faultOf(gateway.getPayment(other))).toMatchObject({ ...foreign, ambiguous: false })
    expect(await faultOf(gateway.listRefunds(other))).toMatchObject({ ...foreign, ambiguous: false })
    expect(
      await faultOf(gateway.cancel(other, `cancel-${other.paymentId}-${other.tenantId}-${other.currency}`)),
    ).toMatchObject(foreign)
    const key = `capture-${other.paymentId}-${other.tenantId}-${other.currency}`
    expect(await faultOf(gateway.capture({ ...other, captureId: 'c1' }, key))).toMatchObject(foreign)
  }
})

test('an answer to our own call that is about another payment leaves open what the call did', async () => {
  const open = await anAuthorizedPayment()
  const asAnother = { ...open, paymentId: 'payment-of-another', captureId: 'c1' }
  expect(await faultOf(gateway.capture(asAnother, 'as-another'))).toMatchObject({ kind: 'foreign', ambiguous: true })
})

test.each([
  'authorize',
  'capture',
  'cancel',
  'refund',
  'getPayment',
  'findPayment',
  'listRefunds',
  'listDisputes',
] as const)('%s: a provider that is too busy says for how long, and that is handed on', async (operation) => {
  const payment = await aCapturedPayment()
  await setFaults(sandbox.url, [{ operation: '*', fault: 'rate_limit', times: 1, latencyMs: 60_000 }])
  const key = `busy-${operation}`
  const asked = {
    authorize: () => gateway.authorize(payment, key),
    capture: () => gateway.capture({ ...payment, captureId: 'c2' }, key),
    cancel: () => gateway.cancel(payment, key),
    refund: () => gateway.refund({ ...payment, refundId: 'busy' }, key),
    getPayment: () => gateway.getPayment(payment),
    findPayment: () => gateway.findPayment(payment),
    listRefunds: () => gateway.listRefunds(payment),
    listDisputes: () => gateway.listDisputes(payment),
  }[operation]
  expect(await faultOf(asked())).toMatchObject({ kind: 'rate_limited', ambiguous: false, retryAfterMs: 60_000 })
})
