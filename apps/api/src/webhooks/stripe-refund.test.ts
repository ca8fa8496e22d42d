import { setFaults } from '@mainstay/sandbox/test/control'
import { applyProviderEvent } from '@mainstay/workflows/apply-provider-event'
import { payPurchase } from '@mainstay/workflows/pay-purchase'
import { payRefund } from '@mainstay/workflows/pay-refund'
import { openRefundDesk, type RefundDesk, type ReleasedRefund, sent } from '@mainstay/workflows/test/refund-desk'
import { type Shop } from '@mainstay/workflows/test/shop'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openWebhookShop } from '../../test/webhook-shop.ts'

let open: Awaited<ReturnType<typeof openWebhookShop>>
let shop: Shop
let desk: RefundDesk
beforeAll(async () => {
  open = await openWebhookShop([payPurchase, payRefund, applyProviderEvent])
  shop = open.shop
  desk = await openRefundDesk(shop)
})
afterAll(() => open.close())
afterEach(() => open.rest())

async function released(card: string): Promise<ReleasedRefund> {
  const placed = await shop.place(card)
  await shop.until(placed.run, 'completed')
  return desk.release(placed)
}

/** Where the refund comes to rest once everything the provider has to say of it was heard. */
async function rests(refund: ReleasedRefund, expected: object) {
  await shop.until(refund.run, 'completed')
  await expect.poll(() => desk.outcomeOf(refund), { timeout: 20_000 }).toEqual(expected)
}

/** Created, capturable, succeeded; then the refund itself and that of its charge. */
const ofPaying = 3
const ofRefunding = 2

describe('what the provider tells us of refunds', () => {
  test('beside the answer to our own call is booked once', async () => {
    const refund = await released('pm_card_visa')
    await rests(refund, sent)
    const heard = () =>
      shop.look(
        `select status from workflow_run
         where tenant_id = $1 and subject_id = $2 and kind = 'apply-provider-event@1' and status = 'completed'`,
        refund.placed.purchase.paymentId,
      )
    await expect.poll(heard, { timeout: 20_000 }).toHaveLength(ofPaying + ofRefunding)
    expect(await desk.outcomeOf(refund)).toEqual(sent)
  })

  test('ends a refund the bank was still working on', async () => {
    await rests(await released('pm_card_pendingRefund'), sent)
  })

  test('can be that a refund came back: it is promised to the buyer again, and a person is asked', async () => {
    await rests(await released('pm_card_refundFail'), {
      ...sent,
      status: 'failed',
      purchase: 'paid',
      refunded: 0,
      entries: ['refund_committed', 'refund_settled', 'refund_bounced'],
      workItems: ['refund_failed open', 'refund_waiting resolved'],
      atProvider: [0, 0],
    })
  })

  test('before it answers us makes nothing unknown', async () => {
    const placed = await shop.place('pm_card_visa')
    await shop.until(placed.run, 'completed')
    await setFaults(shop.sandbox.url, [
      { operation: 'refunds.create', fault: 'timeout_after_commit', times: 1, latencyMs: 1500 },
    ])
    await rests(await desk.release(placed), sent)
  })

  test('before anybody released it is put before a person, and nothing is booked', async () => {
    const placed = await shop.place('pm_card_visa')
    await shop.until(placed.run, 'completed')
    const refundId = await desk.ask(placed)
    const [payment] = await shop.look<{ reference: string }>(
      'select provider_reference as reference from payment where tenant_id = $1 and purchase_id = $2',
      placed.purchase.id,
    )
    const amount = { amount: 1190, currency: 'EUR' }
    const { tenantId } = placed.run
    const ids = { tenantId, refundId, paymentId: placed.purchase.paymentId, purchaseId: placed.purchase.id }
    const providerReference = payment?.reference ?? ''
    await shop.services().gateway.refund({ ...ids, providerReference, amount }, refundId)
    await expect
      .poll(() => desk.outcomeOf({ refundId, placed }), { timeout: 20_000 })
      .toMatchObject({
        status: 'requested',
        refunded: 0,
        pending: 0,
        entries: [],
        workItems: ['refund_waiting open', 'webhook_contradiction open'],
      })
  })
})
