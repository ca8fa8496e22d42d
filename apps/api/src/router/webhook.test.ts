import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, type TestTenant, testApi } from '../../test/api.ts'
import { payIn } from '../../test/asked-refund.ts'
import { holdIn } from '../../test/held-webhook.ts'

let api: TestApi
let acme: TestTenant
let other: TestTenant
beforeAll(async () => {
  api = await testApi()
  acme = api.tenant
  other = api.otherTenant
})
afterAll(() => api.close())

describe('a message that could not be placed', () => {
  test('is closed with a reason, once, and the audit log says by whom', async () => {
    const henrik = await acme.callerAs('henrik')
    const { id, messageId } = await holdIn(api, acme)
    const dismissed = await henrik.webhook.dismiss({ webhookId: id, reason: 'sent by hand while testing' })
    expect(dismissed).toMatchObject({ status: 'dismissed', resolution: 'sent by hand while testing' })
    expect((await henrik.webhook.list({ view: 'held', limit: 200 })).items.map((item) => item.id)).not.toContain(id)
    expect((await henrik.webhook.list({ view: 'closed' })).items[0]).toMatchObject({ id, resolvedBy: 'Henrik Vos' })
    await expect(henrik.webhook.dismiss({ webhookId: id, reason: 'again' })).rejects.toMatchObject({
      cause: { refusal: { code: 'webhook.already_closed', status: 'dismissed' } },
    })
    const { items } = await henrik.audit.list({ subjectId: id })
    expect(items).toMatchObject([
      { action: 'webhook.dismiss', subject: { label: messageId }, reason: 'sent by hand while testing' },
    ])
  })

  test('is placed once what it names is known, and its payment is looked at again', async () => {
    const henrik = await acme.callerAs('henrik')
    const placed = await payIn(api, acme)
    const { payment } = await henrik.purchase.get({ purchaseId: placed.id })
    const providerReference = payment?.reference ?? 'pi_of_this_payment'
    const held = await holdIn(api, acme, { providerReference, paymentId: payment?.id ?? '' })
    expect(await henrik.webhook.retry({ webhookId: held.id, reason: 'the payment is here' })).toMatchObject({
      status: 'placed',
    })
    const runs = await henrik.workflow.list({ subjectId: payment?.id ?? '' })
    expect(runs.items).toMatchObject([
      { kind: expect.stringMatching(/^apply-provider-event/), purchase: { id: placed.id, number: placed.number } },
    ])
  })

  test('that still fits nothing stays where it is, and says why', async () => {
    const henrik = await acme.callerAs('henrik')
    const { id } = await holdIn(api, acme)
    await expect(henrik.webhook.retry({ webhookId: id, reason: 'once more' })).rejects.toMatchObject({
      cause: { refusal: { code: 'webhook.still_unplaced', reason: 'unknown_payment' } },
    })
    expect(await henrik.webhook.get({ webhookId: id })).toMatchObject({ status: 'held' })
  })

  test('is seen by its own tenant only, and by everybody where it is nobody’s', async () => {
    const [henrik, elsewhere] = await Promise.all([acme.callerAs('henrik'), other.callerAs('henrik')])
    const [ours, nobodys] = await Promise.all([holdIn(api, acme), holdIn(api, acme, { ofNobody: true })])
    const seen = async (caller: typeof henrik) =>
      (await caller.webhook.list({ limit: 200 })).items.map((item) => item.id)
    expect(await seen(henrik)).toEqual(expect.arrayContaining([ours.id, nobodys.id]))
    expect(await seen(elsewhere)).toContain(nobodys.id)
    expect(await seen(elsewhere)).not.toContain(ours.id)
    await elsewhere.webhook.dismiss({ webhookId: nobodys.id, reason: 'looked up at the provider' })
    await expect(henrik.webhook.get({ webhookId: nobodys.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
