import { readLedger, setFaults } from '@mainstay/sandbox/test/control'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { killWorkers, pointsOf } from '../test/kill.ts'
import { openShop, type PlacedAndStarted, paid, type Shop } from '../test/shop.ts'
import { payPurchase } from './pay-purchase.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

/** A kind of its own for each point, so that each process has one run and no other touches it. */
const kindOf = (number: number) => ({ ...payPurchase, kind: `pay-purchase-${number}@1` })

let kinds = 0

type Case = { point: string; number: number; placed: PlacedAndStarted }

/** Kills a worker at each point of a purchase of its own, and answers how all of them end in the hands of another. */
async function killedEverywhere(points: readonly string[]) {
  const cases: Case[] = []
  for (const point of points) {
    const number = kinds++
    cases.push({ point, number, placed: await shop.place('pm_card_visa', { workflow: kindOf(number) }) })
  }
  const killings = cases.map(({ point, number }) => ({ point, kind: kindOf(number).kind }))
  expect(await killWorkers(shop, killings)).toEqual(points.map((point) => `${point} SIGKILL`))

  const survivor = shop.work({ workflows: cases.map(({ number }) => kindOf(number)) })
  const ends = await Promise.all(
    cases.map(async ({ point, placed }) => {
      const { status } = await shop.until(placed.run, 'completed', 'failed', 'blocked')
      return { point, status, ...(await shop.outcomeOf(placed)) }
    }),
  )
  await survivor.stop()
  return ends
}

/** Where the worker of one undisturbed purchase could have died. */
async function pointsOfOne(): Promise<string[]> {
  const worker = shop.work()
  const placed = await shop.place('pm_card_visa')
  await shop.until(placed.run, 'completed')
  await worker.stop()
  return pointsOf(shop, placed.run)
}

afterEach(async () => {
  await setFaults(shop.sandbox.url, [])
  const { totals, payments } = await readLedger(shop.sandbox.url)
  expect(payments.filter((payment) => payment.captures !== 1 || payment.authorizations !== 1)).toEqual([])
  const { differences, total, clearing } = await shop.bookkeeping()
  const atProvider = (totals['eur']?.captured ?? 0) - (totals['eur']?.fees ?? 0)
  expect({ differences, total, clearing }).toEqual({ differences: [], total: 0, clearing: atProvider })
})

let pointsOfPaid: string[] = []

test('a worker killed at any point of a payment leaves one charge, one mail and balanced books', {
  timeout: 300_000,
}, async () => {
  pointsOfPaid = await pointsOfOne()
  expect(pointsOfPaid.length).toBeGreaterThan(25)
  const ends = await killedEverywhere(pointsOfPaid)
  expect(ends).toEqual(pointsOfPaid.map((point) => ({ point, status: 'completed', ...paid })))
})

test('nor does it matter where it is killed while it finds out what became of its questions', {
  timeout: 300_000,
}, async () => {
  await setFaults(shop.sandbox.url, [
    { operation: 'payment_intents.create', fault: 'timeout_after_commit', latencyMs: 20 },
    { operation: 'payment_intents.capture', fault: 'timeout_after_commit', latencyMs: 20 },
  ])
  const points = (await pointsOfOne()).filter((point) => !pointsOfPaid.includes(point))
  expect(points.length).toBe(12)
  const ends = await killedEverywhere(points)
  const wasUnknown = { ...paid, workItems: ['2 payment_unknown resolved'] }
  expect(ends).toEqual(points.map((point) => ({ point, status: 'completed', ...wasUnknown })))
})
