import { expect, test } from 'vitest'
import { dismissWebhook, retryWebhook, routeWebhook } from './webhook.ts'

const owner = { tenantId: 'T', paymentId: 'P' }
const heard = { providerReference: 'pi_1', claimedTenant: 'T', claimedPayment: 'P' }
const placed = { to: 'payment', ...owner, providerReference: 'pi_1' }

test.each<[string, Parameters<typeof routeWebhook>, object]>([
  ['is of the payment that has its reference', [{ providerReference: 'pi_1' }, { owner }], placed],
  ['that also names that payment is of it', [heard, { owner }], placed],
  [
    'whose reference is another payment’s than it names is held',
    [{ ...heard, claimedPayment: 'Q' }, { owner }],
    { to: 'held' },
  ],
  [
    'whose reference is another tenant’s than it names is held',
    [{ ...heard, claimedTenant: 'U' }, { owner }],
    { to: 'held' },
  ],
  [
    'about a payment without a reference yet is taken at its word',
    [heard, { claimed: { tenantId: 'T', payment: { id: 'P', providerReference: null } } }],
    placed,
  ],
  [
    'about a payment with another reference is held',
    [heard, { claimed: { tenantId: 'T', payment: { id: 'P', providerReference: 'pi_2' } } }],
    { to: 'held', tenantId: 'T' },
  ],
  [
    'about a payment that its tenant has not is held',
    [heard, { claimed: { tenantId: 'T' } }],
    { to: 'held', tenantId: 'T' },
  ],
  ['of a tenant that is not here is held', [heard, {}], { to: 'held' }],
  ['that says nothing of us is not ours', [{ providerReference: 'pi_1' }, {}], { to: 'not_ours' }],
])('a message %s', (_title, asked, expected) => {
  expect(routeWebhook(...asked)).toMatchObject(expected)
})

test('a message is closed once, and one that cannot be read is not tried again', () => {
  const held = { status: 'held', objectId: 'ch_1' } as const
  expect(retryWebhook(held)).toMatchObject({ ok: true })
  expect(retryWebhook({ ...held, objectId: '' })).toMatchObject({ refusal: { code: 'webhook.unreadable' } })
  expect(dismissWebhook({ ...held, objectId: '' })).toMatchObject({ ok: true })
  for (const status of ['placed', 'dismissed'] as const) {
    expect(retryWebhook({ ...held, status })).toMatchObject({ refusal: { code: 'webhook.already_closed', status } })
    expect(dismissWebhook({ ...held, status })).toMatchObject({ refusal: { code: 'webhook.already_closed', status } })
  }
})
