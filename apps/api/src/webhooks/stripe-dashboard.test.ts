import { actAtProvider, setFaults } from '@mainstay/sandbox/test/control'
import { applyProviderEvent } from '@mainstay/workflows/apply-provider-event'
import { payPurchase } from '@mainstay/workflows/pay-purchase'
import { payRefund } from '@mainstay/workflows/pay-refund'
import { openRefundDesk } from '@mainstay/workflows/test/refund-desk'
import { failed, type PlacedAndStarted, paid, type Shop } from '@mainstay/workflows/test/shop'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { allHeard as allHeardOf, booksOf as booksOfPurchase } from '../../test/purchase-books.ts'
import { openWebhookShop } from '../../test/webhook-shop.ts'

let open: Awaited<ReturnType<typeof openWebhookShop>>
let shop: Shop
beforeAll(async () => {
  open = await openWebhookShop([payPurchase, payRefund, applyProviderEvent])
  shop = open.shop
})
afterAll(() => open.close())
afterEach(() => open.rest())

async function aPaidPurchase(): Promise<PlacedAndStarted> {
  const placed = await shop.place('pm_card_visa')
  await shop.until(placed.run, 'completed')
  return placed
}

const act = (name: Parameters<typeof actAtProvider>[1], body: Record<string, unknown>) =>
  actAtProvider(shop.sandbox.url, name, body)

const booksOf = (placed: PlacedAndStarted) => booksOfPurchase(shop, placed)
const allHeard = (placed: PlacedAndStarted) => allHeardOf(shop, placed)

const becomes = (placed: PlacedAndStarted, expected: object) =>
  expect.poll(() => booksOf(placed), { timeout: 15_000 }).toMatchObject(expected)

describe('a refund that somebody makes at the provider', () => {
  test('is in the books once, borne by each seller by their part, and a person is asked', async () => {
    const placed = await aPaidPurchase()
    await act('refund', { payment: placed.purchase.paymentId, amount: 2380 })
    const expected = {
      entries: ['2 capture', '1 provider_fee', '2 refund_committed', '2 refund_settled'],
      workItems: ['external_action open'],
      refundable: 4760 - 2380,
      payment: { status: 'captured', refunded: 2380, purchase: 'partially_refunded' },
    }
    await becomes(placed, expected)
    await allHeard(placed)
    const books = await booksOf(placed)
    expect(books).toMatchObject(expected)
    expect(books.refunds).toHaveLength(2)
    expect(books.refunds.every((refund) => refund.startsWith('provider succeeded'))).toBe(true)
    // What is at the provider is what the provider has: the capture and its fee, less the refund.
    expect(books.balances.provider_clearing).toBe(4760 - 96 - 2380)
    expect(books.balances).not.toHaveProperty('suspense')
    expect(books.balances).not.toHaveProperty('refund_payable')
  })

  test.each(['duplicate_webhook', 'reorder_webhook'] as const)('is booked once with %s', async (fault) => {
    const placed = await aPaidPurchase()
    await setFaults(shop.sandbox.url, [{ operation: '*', fault, latencyMs: 100 }])
    await act('refund', { payment: placed.purchase.paymentId })
    await becomes(placed, { refundable: 0, payment: { refunded: 4760, purchase: 'refunded' } })
    await allHeard(placed)
    expect(await booksOf(placed)).toMatchObject({
      workItems: ['external_action open'],
      balances: { provider_clearing: -96 },
    })
  })

  test('of which we never heard is found when the next thing happens', async () => {
    const placed = await aPaidPurchase()
    await setFaults(shop.sandbox.url, [{ operation: 'refunds.create', fault: 'drop_webhook' }])
    await act('refund', { payment: placed.purchase.paymentId, amount: 1000 })
    await setFaults(shop.sandbox.url, [])
    await act('refund', { payment: placed.purchase.paymentId, amount: 500 })
    await becomes(placed, { payment: { refunded: 1500 } })
  })

  test('for more than the orders have left puts the rest in suspense', async () => {
    const placed = await aPaidPurchase()
    const desk = await openRefundDesk(shop)
    await setFaults(shop.sandbox.url, [
      { operation: 'refunds.create', fault: 'rate_limit', times: 30, latencyMs: 60_000 },
    ])
    const ours = await desk.release(placed)
    await expect.poll(async () => (await desk.outcomeOf(ours)).status, { timeout: 10_000 }).toBe('sending')
    await setFaults(shop.sandbox.url, [])
    await act('refund', { payment: placed.purchase.paymentId })
    await becomes(placed, { balances: { suspense: 1190 }, payment: { refunded: 4760 - 1190 } })
    expect((await booksOf(placed)).workItems).toContain('external_action open')
  })
})

describe('a dispute', () => {
  test('takes the money out of our balance, holds its lines back from refunds, and asks a person', async () => {
    const placed = await aPaidPurchase()
    await act('dispute', { payment: placed.purchase.paymentId, reason: 'product_not_received' })
    const expected = {
      entries: ['2 capture', '1 dispute_opened', '2 provider_fee'],
      workItems: ['dispute_open open'],
      refundable: 0,
      disputes: ['open 4760'],
      balances: { dispute_funds: 4760, provider_clearing: -96 - 2000 },
    }
    await becomes(placed, expected)
    await allHeard(placed)
    expect(await booksOf(placed)).toMatchObject(expected)
  })

  test('that is won gives everything back but its fee', async () => {
    const placed = await aPaidPurchase()
    const { id } = await act('dispute', { payment: placed.purchase.paymentId })
    await becomes(placed, { disputes: ['open 4760'] })
    await act('dispute/close', { dispute: id, outcome: 'won' })
    await becomes(placed, {
      disputes: ['won 0'],
      refundable: 4760,
      workItems: ['dispute_open resolved'],
      entries: ['2 capture', '1 dispute_opened', '1 dispute_won', '2 provider_fee'],
      balances: { provider_clearing: 4760 - 96 - 2000 },
    })
    expect((await booksOf(placed)).balances).not.toHaveProperty('dispute_funds')
  })

  test('that is lost is borne by the sellers, with their commission returned', async () => {
    const placed = await aPaidPurchase()
    const { id } = await act('dispute', { payment: placed.purchase.paymentId })
    await becomes(placed, { disputes: ['open 4760'] })
    await act('dispute/close', { dispute: id, outcome: 'lost' })
    await becomes(placed, {
      disputes: ['lost 4760'],
      refundable: 0,
      workItems: ['dispute_open resolved'],
      payment: { purchase: 'charged_back' },
      entries: ['2 capture', '2 dispute_lost', '1 dispute_opened', '2 provider_fee'],
    })
    await allHeard(placed)
    const { balances } = await booksOf(placed)
    expect(balances).toEqual({ provider_clearing: -96 - 2000, provider_fees: 96 + 2000 })
  })

  test('whose events come backwards and twice is the same', async () => {
    const placed = await aPaidPurchase()
    await setFaults(shop.sandbox.url, [{ operation: '*', fault: 'reorder_webhook', latencyMs: 300 }])
    const { id } = await act('dispute', { payment: placed.purchase.paymentId })
    await setFaults(shop.sandbox.url, [{ operation: '*', fault: 'duplicate_webhook' }])
    await act('dispute/close', { dispute: id, outcome: 'lost' })
    await becomes(placed, { disputes: ['lost 4760'], payment: { purchase: 'charged_back' } })
    await allHeard(placed)
    expect((await booksOf(placed)).entries).toEqual([
      '2 capture',
      '2 dispute_lost',
      '1 dispute_opened',
      '2 provider_fee',
    ])
  })

  test('of which the bank only asks moves no money', async () => {
    const placed = await aPaidPurchase()
    await act('dispute', { payment: placed.purchase.paymentId, inquiry: true })
    await becomes(placed, { disputes: ['inquiry 0'], refundable: 4760, workItems: ['dispute_open open'] })
    expect((await booksOf(placed)).entries).toEqual(['2 capture', '1 provider_fee'])
  })
})

test('an authorization that runs out at the bank ends the purchase, and its pieces can be sold again', async () => {
  await setFaults(shop.sandbox.url, [{ operation: 'payment_intents.capture', fault: 'rate_limit', latencyMs: 60_000 }])
  const placed = await shop.place('pm_card_visa')
  await expect.poll(async () => (await shop.outcomeOf(placed)).payment?.status, { timeout: 10_000 }).toBe('capturing')
  await act('expire', { payment: placed.purchase.paymentId })
  await expect
    .poll(() => shop.outcomeOf(placed), { timeout: 15_000 })
    .toMatchObject({
      orders: ['2 canceled unpaid'],
      payment: { status: 'expired' },
      pieces: failed.pieces,
      entries: [],
    })
})

test('a payment that is paid stays as it was', async () => {
  const placed = await aPaidPurchase()
  await allHeard(placed)
  expect(await shop.outcomeOf(placed)).toMatchObject(paid)
})
