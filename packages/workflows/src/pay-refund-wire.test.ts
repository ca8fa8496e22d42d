import { afterAll, beforeAll, expect, test } from 'vitest'
import { inGroups } from '../test/in-groups.ts'
import { casesOf, type LossyCase, titleOf, workThroughWire } from '../test/lossy-shop.ts'
import { openRefundDesk, type RefundDesk, sent as sentOnce } from '../test/refund-desk.ts'
import { openShop, type PlacedAndStarted, type Shop } from '../test/shop.ts'
import { payRefund } from './pay-refund.ts'

let shop: Shop
let desk: RefundDesk
beforeAll(async () => {
  shop = await openShop()
  desk = await openRefundDesk(shop)
})
afterAll(() => shop.close())

let kinds = 0

async function paidPurchases(count: number): Promise<PlacedAndStarted[]> {
  const placed = await Promise.all(Array.from({ length: count }, () => shop.place('pm_card_visa')))
  const worker = shop.work()
  await Promise.all(placed.map(({ run }) => shop.until(run, 'completed')))
  await worker.stop()
  return placed
}

/** Sends one refund with a worker of its own, whose wire has this trouble. */
async function refund(placed: PlacedAndStarted, trouble?: LossyCase) {
  const workflow = { ...payRefund, kind: `pay-refund-wire-${kinds++}@1` }
  const released = await desk.release(placed, workflow)
  const { lived, sent } = await workThroughWire(
    shop,
    { workflow, workers: trouble?.workers ?? 1, ...(trouble && { trouble }) },
    () => shop.until(released.run, 'completed', 'failed', 'blocked'),
  )
  const { status: run, error } = lived
  return { end: { run, error, ...(await desk.outcomeOf(released)) }, sent }
}

test('whatever is lost on the way to the database or back: one refund, one booking, one mail', {
  timeout: 600_000,
}, async () => {
  const undisturbed = { run: 'completed', error: null, ...sentOnce }
  const [first] = await paidPurchases(1)
  if (first === undefined) throw new Error('nothing was paid')
  const { end, sent } = await refund(first)
  expect(end).toEqual(undisturbed)

  const cases = casesOf(sent)
  const purchases = await paidPurchases(cases.length)
  const pairs = cases.flatMap((each, index) => {
    const placed = purchases[index]
    return placed === undefined ? [] : [{ each, placed }]
  })
  const ends = await inGroups(pairs, 8, async ({ each, placed }) => ({
    title: titleOf(each),
    ...(await refund(placed, each)).end,
  }))
  expect(ends).toEqual(cases.map((each) => ({ title: titleOf(each), ...undisturbed })))
  const { differences, total } = await shop.bookkeeping()
  expect({ differences, total }).toEqual({ differences: [], total: 0 })
})
