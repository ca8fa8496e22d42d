import { setFaults } from '@mainstay/sandbox/test/control'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { killWorkers, pointsOf } from '../test/kill.ts'
import { openRefundDesk, type RefundDesk, sent } from '../test/refund-desk.ts'
import { openShop, type PlacedAndStarted, type Shop } from '../test/shop.ts'
import { payRefund } from './pay-refund.ts'

let shop: Shop
let desk: RefundDesk
beforeAll(async () => {
  shop = await openShop()
  desk = await openRefundDesk(shop)
})
afterAll(() => shop.close())
afterEach(async () => {
  await setFaults(shop.sandbox.url, [])
  const { differences, total } = await shop.bookkeeping()
  expect({ differences, total }).toEqual({ differences: [], total: 0 })
})

/** A kind of its own for each point, so that each process has one run and no other touches it. */
const kindOf = (number: number) => ({ ...payRefund, kind: `pay-refund-${number}@1` })
let kinds = 0

async function paidPurchases(count: number): Promise<PlacedAndStarted[]> {
  const placed = await Promise.all(Array.from({ length: count }, () => shop.place('pm_card_visa')))
  const worker = shop.work()
  await Promise.all(placed.map(({ run }) => shop.until(run, 'completed')))
  await worker.stop()
  return placed
}

/** Where the worker of one undisturbed refund could have died. */
async function pointsOfOne(): Promise<string[]> {
  const [placed] = await paidPurchases(1)
  if (placed === undefined) throw new Error('nothing was paid')
  const worker = shop.work({ workflows: [payRefund] })
  const { run } = await desk.release(placed)
  await shop.until(run, 'completed')
  await worker.stop()
  return pointsOf(shop, run)
}

/** Kills a worker at each point of a refund of its own, and answers how all of them end in the hands of another. */
async function killedEverywhere(points: readonly string[]) {
  const purchases = await paidPurchases(points.length)
  const cases = await Promise.all(
    purchases.map(async (placed, index) => {
      const workflow = kindOf(kinds++)
      return { point: points[index] ?? '', workflow, released: await desk.release(placed, workflow) }
    }),
  )
  const killings = cases.map(({ point, workflow: { kind } }) => ({ point, kind }))
  expect(await killWorkers(shop, killings)).toEqual(points.map((point) => `${point} SIGKILL`))

  const survivor = shop.work({ workflows: cases.map(({ workflow }) => workflow) })
  const ends = await Promise.all(
    cases.map(async ({ point, released }) => {
      const { status } = await shop.until(released.run, 'completed', 'failed', 'blocked')
      return { point, run: status, ...(await desk.outcomeOf(released)) }
    }),
  )
  await survivor.stop()
  return ends
}

let pointsOfSent: string[] = []

test('a worker killed at any point of a refund leaves one refund, one mail and balanced books', {
  timeout: 300_000,
}, async () => {
  pointsOfSent = await pointsOfOne()
  expect(pointsOfSent.length).toBe(14)
  const ends = await killedEverywhere(pointsOfSent)
  expect(ends).toEqual(pointsOfSent.map((point) => ({ point, run: 'completed', ...sent })))
})

test('nor does it matter where it is killed while it finds out whether the money was sent', {
  timeout: 300_000,
}, async () => {
  await setFaults(shop.sandbox.url, [{ operation: 'refunds.create', fault: 'timeout_after_commit', latencyMs: 20 }])
  const points = (await pointsOfOne()).filter((point) => !pointsOfSent.includes(point))
  expect(points.length).toBe(6)
  const ends = await killedEverywhere(points)
  const wasUnknown = { ...sent, workItems: ['refund_unknown resolved', 'refund_waiting resolved'] }
  expect(ends).toEqual(points.map((point) => ({ point, run: 'completed', ...wasUnknown })))
})
