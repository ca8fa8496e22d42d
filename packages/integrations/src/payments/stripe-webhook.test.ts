import { money } from '@mainstay/domain/money'
import { startSandbox } from '@mainstay/sandbox/sandbox'
import { startWebhookReceiver } from '@mainstay/sandbox/test/webhook-receiver'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createResilience } from '../resilience.ts'
import { createStripeGateway } from './stripe.ts'
import { verifyStripeWebhook, WebhookRefused } from './stripe-webhook.ts'

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
  const paid = await gateway.authorise({ ...ids, paymentMethod: 'pm_card_visa', description: 'x' }, 'webhook-pay')
  const providerReference = paid.outcome === 'authorised' ? paid.providerReference : ''
  await gateway.capture({ ...ids, providerReference, captureId: 'c-9' }, 'webhook-capture')
  await gateway.refund({ ...ids, providerReference, refundId: 'r-9' }, 'webhook-refund')
  return vi.waitFor(() => {
    const found = receiver.received.find((webhook) => webhook.type === 'refund.created')
    if (!found) throw new Error('The refund is not announced yet')
    return found
  }, 20_000)
}

function refusalOf(check: () => unknown): unknown {
  try {
    return check()
  } catch (error) {
    return error
  }
}

test('a signed webhook names our tenant, purchase, payment and refund; any other is refused', async () => {
  const { body, signature, eventId } = await aRefundWebhook()
  expect(verifyStripeWebhook(body, signature, secret)).toMatchObject({
    eventId,
    type: 'refund.created',
    objectType: 'refund',
    objectId: expect.stringMatching(/^re_/),
    metadata: { tenantId: 't-9', purchaseId: 'p-9', paymentId: 'pay-9', refundId: 'r-9' },
    occurredAt: expect.any(Date),
  })

  const refused = { reason: 'signature' }
  const tampered = body.replace('5000', '9000')
  expect(tampered).not.toBe(body)
  expect(refusalOf(() => verifyStripeWebhook(tampered, signature, secret))).toMatchObject(refused)
  expect(refusalOf(() => verifyStripeWebhook(body, signature, 'whsec_other'))).toBeInstanceOf(WebhookRefused)
  expect(refusalOf(() => verifyStripeWebhook(body, '', secret))).toMatchObject(refused)
  expect(refusalOf(() => verifyStripeWebhook(body, 't=1,v1=zz', secret))).toMatchObject(refused)

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 301_000 })
  expect(refusalOf(() => verifyStripeWebhook(body, signature, secret))).toMatchObject(refused)
  vi.useRealTimers()
  expect(verifyStripeWebhook(body, signature, secret)).toMatchObject({ eventId })
})
