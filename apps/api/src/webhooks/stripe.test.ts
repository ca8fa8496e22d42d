import { acrossTenants, inTenant, raw } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import { insertInboxMessage } from '@mainstay/db/webhook/inbox'
import { setFaults } from '@mainstay/sandbox/test/control'
import { applyProviderEvent, applyProviderEventAsBefore } from '@mainstay/workflows/apply-provider-event'
import { startWorkflow } from '@mainstay/workflows/engine/run-start'
import { payPurchase } from '@mainstay/workflows/pay-purchase'
import { failed, type PlacedAndStarted, paid, type Shop } from '@mainstay/workflows/test/shop'
import fc from 'fast-check'
import Stripe from 'stripe'
import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openWebhookShop } from '../../test/webhook-shop.ts'

let open: Awaited<ReturnType<typeof openWebhookShop>>
let shop: Shop
beforeAll(async () => {
  open = await openWebhookShop([payPurchase, applyProviderEvent, applyProviderEventAsBefore])
  shop = open.shop
})
afterAll(() => open.close())
afterEach(() => open.rest())

/** The payment has ended, and so has everything the provider told us about it. */
async function settled(placed: PlacedAndStarted, messages: number) {
  const { status } = await shop.until(placed.run, 'completed', 'failed', 'blocked')
  await expect.poll(() => handled(placed), { timeout: 10_000 }).toBe(messages)
  return { status, ...(await shop.outcomeOf(placed)) }
}

async function handled({ purchase }: PlacedAndStarted): Promise<number> {
  const runs = await shop.look(
    `select id from workflow_run where tenant_id = $1 and subject_id = $2 and status = 'completed'`,
    purchase.paymentId,
  )
  return runs.length
}

/** Of a payment that succeeds: created, capturable, succeeded. Its charges are taken and left. */
const ofSuccess = 3

describe('the provider tells us what it does', () => {
  test('beside the answers to our own calls: everything is booked once', async () => {
    const placed = await shop.place('pm_card_visa')
    expect(await settled(placed, ofSuccess)).toEqual({ status: 'completed', ...paid })
  })

  test.each(['duplicate_webhook', 'reorder_webhook'] as const)('with %s: everything is booked once', async (fault) => {
    await setFaults(shop.sandbox.url, [{ operation: '*', fault, latencyMs: 100 }])
    const placed = await shop.place('pm_card_visa')
    expect(await settled(placed, ofSuccess)).toEqual({ status: 'completed', ...paid })
  })

  test('or does not: the answers are enough', async () => {
    await setFaults(shop.sandbox.url, [{ operation: '*', fault: 'drop_webhook' }])
    const placed = await shop.place('pm_card_visa')
    expect(await settled(placed, 0)).toEqual({ status: 'completed', ...paid })
  })

  test('before it answers: nothing is ever unknown', async () => {
    await setFaults(shop.sandbox.url, [
      { operation: 'payment_intents.create', fault: 'timeout_after_commit', times: 1, latencyMs: 1500 },
    ])
    const placed = await shop.place('pm_card_visa')
    expect(await settled(placed, ofSuccess)).toEqual({ status: 'completed', ...paid, workItems: [] })
    const reporters = await shop.look(
      `select event.kind, audit.actor_name as name from payment_event event
       join audit_entry audit on audit.tenant_id = event.tenant_id and audit.subject_id = event.payment_id
         and audit.action = 'payment.authorize'
       where event.tenant_id = $1 and event.payment_id = $2 and event.kind = 'authorized'`,
      placed.purchase.paymentId,
    )
    expect(reporters).toEqual([{ kind: 'authorized', name: 'Stripe' }])
  })

  test('of a second payment in the name of ours: nothing of it is believed, and a person finds it', async () => {
    const placed = await shop.place('pm_card_chargeDeclined')
    await shop.until(placed.run, 'completed')
    const { gateway } = shop.services()
    const { tenantId } = placed.run
    const ours = { tenantId, purchaseId: placed.purchase.id, paymentId: placed.purchase.paymentId }
    const amount = { amount: 4760, currency: 'EUR' }
    const second = await gateway.authorize(
      { ...ours, amount, paymentMethod: 'pm_card_visa', description: 'by hand' },
      v7(),
    )
    const heldOf = () =>
      acrossTenants(shop.database.rw, (tx) =>
        raw(
          tx,
          `select distinct status, reason from webhook_quarantine where provider_reference = $1 and status = 'held'`,
          [second.providerReference],
        ),
      )
    await expect.poll(heldOf, { timeout: 10_000 }).toEqual([{ status: 'held', reason: 'another_payment' }])
    expect(await shop.outcomeOf(placed)).toEqual({
      ...failed,
      atProvider: { ...failed.atProvider, authorizations: 1 },
    })
  })
})

describe('a message to the webhook', () => {
  const eventOf = (metadata: Record<string, string>) => ({
    id: `evt_${v7()}`,
    object: 'event',
    type: 'payment_intent.succeeded',
    created: Math.floor(Date.now() / 1000),
    data: { object: { object: 'payment_intent', id: 'pi_unknown', metadata } },
  })
  const send = (event: object, secret?: string) => sendBody(JSON.stringify(event), secret)
  const sendBody = (payload: string, secret = shop.sandbox.webhookSecret) => {
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret })
    return open.app.inject({
      method: 'POST',
      url: '/webhooks/stripe',
      headers: { 'content-type': 'application/json', 'stripe-signature': signature },
      payload,
    })
  }
  const quarantined = (messageId: string) =>
    acrossTenants(shop.database.rw, (tx) =>
      raw<{ status: string; reason: string }>(
        tx,
        'select status, reason from webhook_quarantine where message_id = $1',
        [messageId],
      ),
    )

  test('that the provider did not sign is refused', async () => {
    const answer = await send(eventOf({}), 'whsec_of_somebody_else')
    expect(answer.statusCode).toBe(400)
    const unsigned = await open.app.inject({ method: 'POST', url: '/webhooks/stripe', payload: eventOf({}) })
    expect(unsigned.statusCode).toBe(400)
  })

  test.each([
    ['unknown_tenant', { tenant_id: v7() }],
    ['unknown_tenant', { tenant_id: "' or true --" }],
    ['unknown_tenant', { tenant_id: '\u0000', payment_id: '\u0000' }],
  ])('that %s is kept for a person, once', async (reason, metadata) => {
    const event = eventOf(metadata)
    expect((await send(event)).statusCode).toBe(200)
    expect((await send(event)).statusCode).toBe(200)
    expect(await quarantined(event.id)).toEqual([{ status: 'held', reason }])
  })

  test('of another product with the same account is set aside: nobody is asked, and no run begins', async () => {
    const event = eventOf({ order: '42' })
    expect((await send(event)).statusCode).toBe(200)
    expect(await quarantined(event.id)).toEqual([{ status: 'not_ours', reason: 'no_tenant' }])
  })

  test('of a payment that its tenant has not begins no run', async () => {
    const event = eventOf({ tenant_id: shop.market.tenantId, payment_id: v7() })
    expect((await send(event)).statusCode).toBe(200)
    expect(await quarantined(event.id)).toEqual([{ status: 'held', reason: 'unknown_payment' }])
  })

  test('that names our payment beside another’s object changes nothing, and a person finds it', async () => {
    const paidHere = await shop.place('pm_card_visa')
    const declined = await shop.place('pm_card_chargeDeclined')
    await Promise.all([shop.until(paidHere.run, 'completed'), shop.until(declined.run, 'completed')])
    const [ours] = await shop.look<{ reference: string }>(
      'select provider_reference as reference from payment where tenant_id = $1 and id = $2',
      paidHere.purchase.paymentId,
    )
    const before = await shop.outcomeOf(declined)
    const event = eventOf({ tenant_id: shop.market.tenantId, payment_id: declined.purchase.paymentId })
    const other = { ...event, data: { object: { ...event.data.object, id: ours?.reference } } }
    expect((await send(other)).statusCode).toBe(200)
    expect(await quarantined(event.id)).toEqual([{ status: 'held', reason: 'another_payment' }])
    expect(await shop.outcomeOf(declined)).toEqual(before)
    expect(before.workItems).toEqual([])
  })

  test('about an object that turns out to be another tenant’s changes nothing, and a person finds it', async () => {
    await setFaults(shop.sandbox.url, [{ operation: 'payment_intents.create', fault: 'rate_limit', latencyMs: 60_000 }])
    const waiting = await shop.place('pm_card_visa')
    await expect
      .poll(async () => (await shop.outcomeOf(waiting)).payment?.status, { timeout: 10_000 })
      .toBe('authorizing')
    await setFaults(shop.sandbox.url, [])
    const { gateway } = shop.services()
    const theirs = await gateway.authorize(
      {
        tenantId: v7(),
        purchaseId: v7(),
        paymentId: v7(),
        amount: { amount: 4760, currency: 'EUR' },
        paymentMethod: 'pm_card_visa',
        description: 'of another tenant',
      },
      v7(),
    )
    const event = eventOf({ tenant_id: shop.market.tenantId, payment_id: waiting.purchase.paymentId })
    const object = { ...event.data.object, id: theirs.providerReference }
    expect((await send({ ...event, data: { object } })).statusCode).toBe(200)
    await expect
      .poll(() => quarantined(event.id), { timeout: 10_000 })
      .toEqual([{ status: 'held', reason: 'foreign_object' }])
    expect(await shop.outcomeOf(waiting)).toMatchObject({ payment: { status: 'authorizing' }, workItems: [] })
  })

  test('that is signed and cannot be read is kept for a person, and not asked for again', async () => {
    const event = { ...eventOf({}), type: 'balance.available', data: { object: { object: 'balance' } } }
    expect((await send(event)).statusCode).toBe(200)
    expect(await quarantined(event.id)).toEqual([{ status: 'held', reason: 'unreadable_object' }])
  })

  test.each([
    'null',
    '[]',
    '17',
    '{"id":"evt_1"',
    '{"id":"evt_without_data","type":"charge.refunded"}',
    '{"id":"evt_of_null","type":"charge.refunded","data":null}',
    '{"id":"evt_of_list","type":"charge.refunded","data":[]}',
    '{"type":"charge.refunded","data":{"object":{"object":"charge","id":"ch_1"}}}',
    '{"id":"evt_nul\\u0000","type":"\\u0000","data":{"object":{"object":"charge","id":"ch_1\\u0000"}}}',
  ])('that is signed and says %s is kept for a person, once', async (payload) => {
    const count = async () => {
      const text = 'select count(*)::int as count from webhook_quarantine'
      const [row] = await acrossTenants(shop.database.rw, (tx) => raw<{ count: number }>(tx, text, []))
      return row?.count ?? 0
    }
    const before = await count()
    expect((await sendBody(payload)).statusCode).toBe(200)
    expect((await sendBody(payload)).statusCode).toBe(200)
    expect(await count()).toBe(before + 1)
  })

  test('that is signed is taken or kept, whatever is in it', async () => {
    const object = fc.record(
      {
        object: fc.oneof(fc.constantFrom('payment_intent', 'charge', 'refund'), fc.jsonValue()),
        id: fc.oneof(fc.constant('pi_1'), fc.jsonValue()),
        payment_intent: fc.jsonValue(),
        metadata: fc.oneof(
          fc.jsonValue(),
          fc.record({ tenant_id: fc.constant(shop.market.tenantId), payment_id: fc.jsonValue() }),
        ),
      },
      { requiredKeys: [] },
    )
    const event = fc.record({
      id: fc.oneof(fc.uuid(), fc.jsonValue()),
      type: fc.oneof(fc.constantFrom('charge.refunded', 'payment_intent.succeeded'), fc.jsonValue()),
      data: fc.oneof({ weight: 4, arbitrary: fc.record({ object }) }, fc.jsonValue()),
    })
    const bodies = fc.oneof(
      event.map((value) => JSON.stringify(value)),
      fc.json(),
    )
    await fc.assert(
      fc.asyncProperty(bodies, async (payload) => {
        expect((await sendBody(payload)).statusCode).toBe(200)
      }),
      { numRuns: 200 },
    )
  })

  async function aPaidPayment() {
    const placed = await shop.place('pm_card_visa')
    await shop.until(placed.run, 'completed')
    const [payment] = await shop.look<{ reference: string }>(
      'select provider_reference as reference from payment where tenant_id = $1 and id = $2',
      placed.purchase.paymentId,
    )
    await expect.poll(() => handled(placed), { timeout: 10_000 }).toBe(ofSuccess)
    return { placed, paymentId: placed.purchase.paymentId, reference: payment?.reference ?? '' }
  }

  test('that comes again is taken once', async () => {
    const { placed, reference } = await aPaidPayment()
    const event = eventOf({})
    const again = { ...event, data: { object: { object: 'dispute', id: 'dp_1', payment_intent: reference } } }
    const answers = await Promise.all([send(again), send(again), send(again)])
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200])
    await expect.poll(() => handled(placed), { timeout: 10_000 }).toBe(ofSuccess + 1)
  })

  test('whose run an earlier release started, under the name of the provider, is applied all the same', async () => {
    const { placed, paymentId, reference } = await aPaidPayment()
    const about = { type: 'payment_intent.succeeded', objectType: 'payment_intent', objectId: reference }
    const run = { tenantId: shop.market.tenantId, id: v7() }
    const before = { ...applyProviderEventAsBefore, check: () => {} }
    const eventId = `evt_${run.id}`
    await inTenant(shop.database.rw, writer(run.tenantId), async (tx) => {
      await insertInboxMessage(tx, { source: 'stripe', messageId: eventId, status: 'received', ...about })
      const input = { eventId, topic: 'payment', ...about, paymentId, providerReference: reference }
      await startWorkflow(tx, before, { ...run, input, subject: { type: 'payment', id: paymentId } })
    })
    expect(await shop.until(run, 'completed', 'failed', 'blocked')).toMatchObject({ output: 'already_applied' })
    const [message] = await shop.look<{ status: string }>(
      'select status from inbox_message where tenant_id = $1 and message_id = $2',
      eventId,
    )
    expect(message).toEqual({ status: 'already_applied' })
    expect(await shop.outcomeOf(placed)).toEqual(paid)
  })

  test('about a thing we keep no state of is taken and left', async () => {
    const { paymentId, reference } = await aPaidPayment()
    const event = eventOf({ tenant_id: shop.market.tenantId, payment_id: paymentId })
    const object = { ...event.data.object, object: 'charge', id: 'ch_1', payment_intent: reference }
    expect((await send({ ...event, type: 'charge.succeeded', data: { object } })).statusCode).toBe(200)
    const taken = await shop.look('select status from inbox_message where tenant_id = $1 and message_id = $2', event.id)
    expect(taken).toEqual([{ status: 'ignored' }])
  })
})
