import { balanceOf } from '@mainstay/db/ledger/reading'
import { recordVoided } from '@mainstay/db/payment/authorization'
import { lockPayment } from '@mainstay/db/payment/payment'
import { inTenant, readTenant } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import { actAtProvider, readLedger, setFaults, setSettlement } from '@mainstay/sandbox/test/control'
import { applyProviderEvent } from '@mainstay/workflows/apply-provider-event'
import { payPurchase } from '@mainstay/workflows/pay-purchase'
import { payRefund } from '@mainstay/workflows/pay-refund'
import { openRefundDesk, type RefundDesk } from '@mainstay/workflows/test/refund-desk'
import type { PlacedAndStarted, Shop } from '@mainstay/workflows/test/shop'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { allHeard, booksOf } from '../../test/purchase-books.ts'
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
afterEach(async () => {
  await setSettlement(shop.sandbox.url, {})
  await open.rest()
  // What we believe the provider holds for us is what it holds, in every currency.
  const clearing = await shop.look<{ currency: string; amount: number }>(
    `select lower(account.currency) as currency, sum(balance)::bigint as amount from account_balance
     join account on account.tenant_id = account_balance.tenant_id and account.id = account_balance.account_id
     where account_balance.tenant_id = $1 and account.kind = 'provider_clearing'
     group by 1 having sum(balance) <> 0`,
  )
  const { balance } = await readLedger(shop.sandbox.url)
  expect(Object.fromEntries(clearing.map(({ currency, amount }) => [currency, amount]))).toEqual(balance)
})

const act = (name: Parameters<typeof actAtProvider>[1], { purchase }: PlacedAndStarted, body = {}) =>
  actAtProvider(shop.sandbox.url, name, { payment: purchase.paymentId, ...body })
const becomes = (placed: PlacedAndStarted, expected: object) =>
  expect.poll(() => booksOf(shop, placed), { timeout: 15_000 }).toMatchObject(expected)

/** A purchase whose capture is asked for, and does not get through. */
async function aPurchaseBeingCaptured(): Promise<PlacedAndStarted> {
  await setFaults(shop.sandbox.url, [{ operation: 'payment_intents.capture', fault: 'rate_limit', latencyMs: 60_000 }])
  const placed = await shop.place('pm_card_visa')
  await expect.poll(async () => (await shop.outcomeOf(placed)).payment?.status, { timeout: 10_000 }).toBe('capturing')
  await setFaults(shop.sandbox.url, [])
  return placed
}

describe('a capture the provider reports', () => {
  test('after the authorization was given back is booked, and its money goes back by a refund', async () => {
    const placed = await aPurchaseBeingCaptured()
    await inTenant(shop.database.rw, writer(placed.run.tenantId), async (tx) => {
      const told = { kind: 'voided', note: 'given up by hand' } as const
      await recordVoided(tx, await lockPayment(tx, placed.purchase.paymentId), told)
    })
    await act('capture', placed)
    await becomes(placed, {
      entries: ['2 capture', '1 provider_fee'],
      workItems: ['webhook_contradiction open'],
      refundable: 4760,
      payment: { status: 'captured', purchase: 'paid' },
    })
    expect(await shop.outcomeOf(placed)).toMatchObject({
      orders: ['2 canceled paid'],
      pieces: ['3 released'],
      mails: 0,
    })

    const released = await desk.release(placed)
    await shop.until(released.run, 'completed')
    await becomes(placed, { refundable: 4760 - 1190, payment: { refunded: 1190, purchase: 'partially_refunded' } })
    expect(await shop.outcomeOf(placed)).toMatchObject({ purchase: { fulfilment_status: 'canceled' } })
    await allHeard(shop, placed)
  })

  test('of a cent less than was asked for is booked, the rest is given back, and a person is told', async () => {
    const placed = await aPurchaseBeingCaptured()
    await act('capture', placed, { amount: 4759 })
    await becomes(placed, {
      entries: ['2 capture', '1 provider_fee'],
      workItems: ['amount_mismatch open'],
      refundable: 4759,
      payment: { status: 'partially_captured', purchase: 'partially_paid' },
    })
    await allHeard(shop, placed)
    const [counters] = await shop.look(
      'select authorized, captured, capture_pending, voided from payment where tenant_id = $1 and purchase_id = $2',
      placed.purchase.id,
    )
    expect(counters).toEqual({ authorized: 4760, captured: 4759, capture_pending: 0, voided: 1 })
  })

  test('of a cent more than was asked for is booked, and the cent is in suspense', async () => {
    const placed = await aPurchaseBeingCaptured()
    await act('capture', placed, { amount: 4761 })
    await becomes(placed, {
      entries: ['2 capture', '1 provider_fee', '1 suspense'],
      workItems: ['amount_mismatch open'],
      balances: { suspense: -1 },
      refundable: 4760,
      payment: { status: 'captured', purchase: 'paid' },
    })
    await allHeard(shop, placed)
  })
})

describe('what the provider does to our balance', () => {
  test('in another currency is in suspense in each, and a person is told', async () => {
    await setSettlement(shop.sandbox.url, { currency: 'usd', ppm: 1_100_000 })
    const placed = await shop.place('pm_card_visa')
    await shop.until(placed.run, 'completed')
    await allHeard(shop, placed)
    const usd = await readTenant(shop.database.ro, placed.run.tenantId, (tx) =>
      balanceOf(tx, { kind: 'suspense', owner: 'stripe' }, 'USD'),
    )
    // 1.5 % of 52.36 and 25 cents.
    expect(usd).toBe(-(5236 - 104))
    expect(await booksOf(shop, placed)).toMatchObject({
      entries: ['2 capture', '1 suspense'],
      workItems: ['fx_unexpected open'],
      balances: { suspense: 4760 },
      payment: { status: 'captured', purchase: 'paid' },
    })
  })

  test('by a dispute in another currency is in suspense in each, and the lines are held back all the same', async () => {
    const placed = await shop.place('pm_card_visa')
    await shop.until(placed.run, 'completed')
    await setSettlement(shop.sandbox.url, { currency: 'usd', ppm: 1_100_000 })
    const { id } = await act('dispute', placed)
    await becomes(placed, {
      disputes: ['open 4760'],
      refundable: 0,
      balances: { dispute_funds: 4760, suspense: -4760 },
    })
    await actAtProvider(shop.sandbox.url, 'dispute/close', { dispute: id, outcome: 'won' })
    await becomes(placed, { disputes: ['won 0'], refundable: 4760 })
    await allHeard(shop, placed)
    const { workItems, balances } = await booksOf(shop, placed)
    expect(workItems).toEqual(['dispute_open resolved', 'fx_unexpected open'])
    expect(balances).not.toHaveProperty('suspense')
  })

  test('by a refund in another currency is in suspense in each, also when it comes back', async () => {
    const placed = await shop.place('pm_card_refundFail')
    await shop.until(placed.run, 'completed')
    await setSettlement(shop.sandbox.url, { currency: 'usd', ppm: 1_100_000 })
    const released = await desk.release(placed)
    await shop.until(released.run, 'completed')
    await becomes(placed, { balances: { suspense: -1190 }, payment: { refunded: 1190 } })
    // The bank sends it back.
    await becomes(placed, { payment: { refunded: 0 } })
    await allHeard(shop, placed)
    const { balances, workItems, refunds } = await booksOf(shop, placed)
    expect(balances).not.toHaveProperty('suspense')
    expect(workItems).toContain('fx_unexpected open')
    expect(refunds).toEqual(['staff failed 1190'])
  })

  test('by a refund that somebody makes there in another currency is in suspense in each, once', async () => {
    const placed = await shop.place('pm_card_visa')
    await shop.until(placed.run, 'completed')
    await setSettlement(shop.sandbox.url, { currency: 'usd', ppm: 1_100_000 })
    await act('refund', placed, { amount: 2380 })
    await becomes(placed, { balances: { suspense: -2380 }, payment: { refunded: 2380 } })
    await allHeard(shop, placed)
    expect((await booksOf(shop, placed)).workItems).toEqual(['external_action open', 'fx_unexpected open'])
  })

  test('by another amount than it says it took is in suspense, and a person is told', async () => {
    await setSettlement(shop.sandbox.url, { ppm: 990_000 })
    const placed = await shop.place('pm_card_visa')
    await shop.until(placed.run, 'completed')
    await allHeard(shop, placed)
    expect(await booksOf(shop, placed)).toMatchObject({
      entries: ['2 capture', '1 provider_fee', '1 suspense'],
      workItems: ['amount_mismatch open'],
      balances: { suspense: 48 },
    })
  })
})

describe('what the provider did', () => {
  const timesOf = ({ purchase }: PlacedAndStarted, kinds: string[]) =>
    shop.look<{ kind: string; at: Date }>(
      `select distinct kind, occurred_at as at from journal_entry
       where tenant_id = $1 and purchase_id = $2 and kind = any($3) order by kind`,
      purchase.id,
      kinds,
    )
  const atProvider = async ({ purchase, run: { tenantId } }: PlacedAndStarted) => {
    const [row] = await shop.look<{ providerReference: string }>(
      'select provider_reference as "providerReference" from payment where tenant_id = $1 and id = $2',
      purchase.paymentId,
    )
    const ours = {
      tenantId,
      paymentId: purchase.paymentId,
      currency: 'EUR',
      providerReference: row?.providerReference ?? '',
    }
    const { gateway } = shop.services()
    return {
      payment: await gateway.getPayment(ours),
      refunds: await gateway.listRefunds(ours),
      disputes: await gateway.listDisputes(ours),
    }
  }

  test.each([
    ['an answer', []],
    ['a webhook', [{ operation: 'payment_intents.capture', fault: 'timeout_after_commit', times: 1, latencyMs: 3000 }]],
  ] as const)('has the time it says, heard by %s', async (_, faults) => {
    await setFaults(shop.sandbox.url, [...faults])
    const placed = await shop.place('pm_card_visa')
    await shop.until(placed.run, 'completed')
    const { payment } = await atProvider(placed)
    const at = payment.balanceTransaction?.occurredAt
    expect(await timesOf(placed, ['capture', 'provider_fee'])).toEqual([
      { kind: 'capture', at },
      { kind: 'provider_fee', at },
    ])
    const events = await shop.look(
      `select kind, occurred_at as at from payment_event
       where tenant_id = $1 and payment_id = $2 and kind in ('authorized', 'captured') order by kind`,
      placed.purchase.paymentId,
    )
    expect(events).toEqual([
      { kind: 'authorized', at: payment.askedAt },
      { kind: 'captured', at },
    ])
  })

  test('for a refund has the time it says, heard by an answer or made there', async () => {
    const placed = await shop.place('pm_card_visa')
    await shop.until(placed.run, 'completed')
    const released = await desk.release(placed)
    await shop.until(released.run, 'completed')
    await act('refund', placed, { amount: 500 })
    await becomes(placed, { payment: { refunded: 1690 } })
    await allHeard(shop, placed)
    const { refunds } = await atProvider(placed)
    const times = await timesOf(placed, ['refund_settled'])
    expect(new Set(times.map(({ at }) => at.getTime()))).toEqual(
      new Set(refunds.map(({ answer }) => answer.occurredAt?.getTime())),
    )
  })

  test('for a dispute has the time it says', async () => {
    const placed = await shop.place('pm_card_visa')
    await shop.until(placed.run, 'completed')
    await act('dispute', placed)
    await becomes(placed, { disputes: ['open 4760'] })
    await allHeard(shop, placed)
    const { disputes } = await atProvider(placed)
    expect(await timesOf(placed, ['dispute_opened'])).toEqual([
      { kind: 'dispute_opened', at: disputes[0]?.movements[0]?.occurredAt },
    ])
    expect(
      await shop.look('select opened_at from dispute where tenant_id = $1 and purchase_id = $2', placed.purchase.id),
    ).toEqual([{ opened_at: disputes[0]?.openedAt }])
  })
})
