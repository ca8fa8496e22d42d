import { afterAll, beforeAll, expect, test } from 'vitest'
import { heldAt } from '../test/held-purchase.ts'
import { killWorkers, pointsOf } from '../test/kill.ts'
import { openShop, type PlacedAndStarted, type Shop, voided } from '../test/shop.ts'
import { cancelPurchase } from './cancel-purchase.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const kindOf = (number: number) => ({ ...cancelPurchase, kind: `cancel-purchase-${number}@1` })

/** Where the worker of one undisturbed cancellation could have died. */
async function pointsOfOne(): Promise<string[]> {
  const placed = await heldAt(shop, 'payment_intents.create')
  const worker = shop.work({ workflows: [cancelPurchase] })
  const run = await shop.cancel(placed)
  await shop.until(run, 'completed')
  await worker.stop()
  return pointsOf(shop, run)
}

test('a worker killed at any point of a cancellation leaves one authorization given back, one mail and free pieces', {
  timeout: 300_000,
}, async () => {
  const points = await pointsOfOne()
  expect(points.length).toBeGreaterThan(20)
  const cases: { point: string; number: number; placed: PlacedAndStarted }[] = []
  for (const [number, point] of points.entries()) {
    const placed = await heldAt(shop, 'payment_intents.create')
    await shop.cancel(placed, { workflow: kindOf(number) })
    cases.push({ point, number, placed })
  }
  const killings = cases.map(({ point, number }) => ({ point, kind: kindOf(number).kind }))
  expect(await killWorkers(shop, killings)).toEqual(points.map((point) => `${point} SIGKILL`))

  const survivor = shop.work({ workflows: cases.map(({ number }) => kindOf(number)) })
  const ends = await Promise.all(
    cases.map(async ({ point, placed }) => {
      await expect
        .poll(
          () =>
            shop.look(
              "select id from workflow_run where tenant_id = $1 and subject_id = $2 and kind like 'cancel%' and status <> 'completed'",
              placed.purchase.id,
            ),
          { timeout: 30_000 },
        )
        .toEqual([])
      return { point, ...(await shop.outcomeOf(placed)) }
    }),
  )
  await survivor.stop()
  expect(ends).toEqual(points.map((point) => ({ point, ...voided })))
  const { differences, total } = await shop.bookkeeping()
  expect({ differences, total }).toEqual({ differences: [], total: 0 })
})
