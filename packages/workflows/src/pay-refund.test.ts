import { setFaults } from '@mainstay/sandbox/test/control'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openRefundDesk, type RefundDesk, type ReleasedRefund, sent } from '../test/refund-desk.ts'
import { openShop, type PlacedAndStarted, type Shop } from '../test/shop.ts'
import { payPurchase } from './pay-purchase.ts'
import { payRefund } from './pay-refund.ts'

let shop: Shop
let desk: RefundDesk
beforeAll(async () => {
  shop = await openShop()
  desk = await openRefundDesk(shop)
  shop.work({ workflows: [payPurchase, payRefund] })
})
afterAll(() => shop.close())

afterEach(async () => {
  await setFaults(shop.sandbox.url, [])
  const { differences, total } = await shop.bookkeeping()
  expect({ differences, total }).toEqual({ differences: [], total: 0 })
})

async function paidWith(card: string): Promise<PlacedAndStarted> {
  const placed = await shop.place(card)
  await shop.until(placed.run, 'completed')
  return placed
}

async function ended(released: ReleasedRefund) {
  const { status } = await shop.until(released.run, 'completed', 'failed', 'blocked')
  return { run: status, ...(await desk.outcomeOf(released)) }
}
const completed = { run: 'completed' }
const wasUnknown = { workItems: ['refund_unknown resolved', 'refund_waiting resolved'] }

describe('a refund that was released', () => {
  test('is sent once, booked once, and its buyer is told', async () => {
    const released = await desk.release(await paidWith('pm_card_visa'))
    expect(await ended(released)).toEqual({ ...completed, ...sent })
  })

  test('counts as sent while the bank of the buyer still works on it', async () => {
    const released = await desk.release(await paidWith('pm_card_pendingRefund'))
    expect(await ended(released)).toEqual({ ...completed, ...sent, status: 'sending' })
  })

  test('that the provider will not send stays promised to the buyer, and a person is asked', async () => {
    const placed = await paidWith('pm_card_visa')
    await setFaults(shop.sandbox.url, [{ operation: 'refunds.create', fault: 'decline', times: 1 }])
    expect(await ended(await desk.release(placed))).toEqual({
      ...completed,
      ...sent,
      status: 'failed',
      purchase: 'paid',
      refunded: 0,
      entries: ['refund_committed'],
      workItems: ['refund_failed open', 'refund_waiting resolved'],
      atProvider: [0, 0],
      mails: 0,
    })
  })

  test.each([
    ['', []],
    [
      ' although its answer is lost',
      [{ operation: 'refunds.create', fault: 'timeout_after_commit', times: 1, latencyMs: 30 }],
    ],
  ] as const)('and failed can be sent again%s: the new attempt is not taken for the old one', async (_, faults) => {
    const placed = await paidWith('pm_card_visa')
    await setFaults(shop.sandbox.url, [{ operation: 'refunds.create', fault: 'decline', times: 1 }])
    const released = await desk.release(placed)
    expect(await ended(released)).toMatchObject({ status: 'failed' })

    await setFaults(shop.sandbox.url, [...faults])
    await shop.until(await desk.startAgain(released), 'completed')
    const { workItems, ...outcome } = await ended(released)
    expect({ ...outcome, workItems: [] }).toEqual({ ...completed, ...sent, attempt: 2, workItems: [] })
    expect(workItems.filter((item) => item.endsWith('open'))).toEqual([])
  })

  test('and started twice is sent once', async () => {
    const released = await desk.release(await paidWith('pm_card_visa'))
    const again = await desk.startAgain(released)
    await shop.until(again, 'completed')
    expect(await ended(released)).toEqual({ ...completed, ...sent })
  })

  test('is sent by the run that finds its claim, for the one that made the claim may never have asked', async () => {
    const placed = await paidWith('pm_card_visa')
    const refundId = await desk.releaseOnly(placed)
    await desk.claim({ refundId })
    const run = await desk.startAgain({ refundId })
    expect(await ended({ refundId, run, placed })).toEqual({ ...completed, ...sent })
  })
})

describe('an answer that never came', () => {
  test.each([
    ['of a refund that was made', 'timeout_after_commit'],
    ['of a refund that was not made', 'timeout_before'],
  ] as const)('%s is found out: one refund, whatever it was', async (_what, fault) => {
    const placed = await paidWith('pm_card_visa')
    await setFaults(shop.sandbox.url, [{ operation: 'refunds.create', fault, times: 1, latencyMs: 30 }])
    expect(await ended(await desk.release(placed))).toEqual({ ...completed, ...sent, ...wasUnknown })
  })

  test('shows as unknown in the queue until it is known, and the money counts as promised', async () => {
    const placed = await paidWith('pm_card_visa')
    await setFaults(shop.sandbox.url, [
      { operation: 'refunds.create', fault: 'timeout_after_commit', times: 1, latencyMs: 30 },
      { operation: 'refunds.list', fault: 'server_error', times: 3 },
    ])
    const released = await desk.release(placed)
    await expect
      .poll(() => desk.outcomeOf(released), { timeout: 15_000 })
      .toMatchObject({
        status: 'unknown',
        pending: 1190,
        refunded: 0,
        entries: ['refund_committed'],
        workItems: ['refund_unknown open', 'refund_waiting resolved'],
      })
    expect(await ended(released)).toEqual({ ...completed, ...sent, ...wasUnknown })
  })

  test('is not asked for again when the provider may have forgotten the question: the run is held', async () => {
    const placed = await paidWith('pm_card_visa')
    let skew = 0
    const workflow = { ...payRefund, kind: 'pay-refund-too-late@1' }
    await setFaults(shop.sandbox.url, [{ operation: 'refunds.create', fault: 'timeout_before', latencyMs: 30 }])
    const released = await desk.release(placed, workflow)
    shop.work({ workflows: [workflow], services: { ...shop.services(), clock: () => new Date(Date.now() + skew) } })
    const status = async () => (await desk.outcomeOf(released)).status
    await expect.poll(status, { timeout: 15_000 }).toBe('unknown')
    skew = 23 * 3_600_000
    await setFaults(shop.sandbox.url, [])
    expect(await ended(released)).toMatchObject({
      run: 'failed',
      status: 'unknown',
      pending: 1190,
      workItems: ['refund_unknown open', 'refund_waiting resolved'],
      atProvider: [0, 0],
      mails: 0,
    })
  })
})
