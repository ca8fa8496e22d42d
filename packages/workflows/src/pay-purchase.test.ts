import { setFaults } from '@mainstay/sandbox/test/control'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { failed, openShop, paid, type Shop } from '../test/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  shop.work()
})
afterAll(() => shop.close())

afterEach(async () => {
  await setFaults(shop.sandbox.url, [])
  const { differences, total } = await shop.bookkeeping()
  expect({ differences, total }).toEqual({ differences: [], total: 0 })
})

async function finished(placed: Awaited<ReturnType<Shop['place']>>) {
  const { status, error } = await shop.until(placed.run, 'completed', 'failed', 'blocked')
  return { status, error, ...(await shop.outcomeOf(placed)) }
}
const done = { status: 'completed', error: null }

describe('a purchase', () => {
  test('that is paid has its money booked for each seller, its pieces allocated and its buyer told', async () => {
    const placed = await shop.place('pm_card_visa')
    expect(await finished(placed)).toEqual({ ...done, ...paid })
  })

  test('whose card is declined is cancelled, and its pieces can be sold again', async () => {
    const placed = await shop.place('pm_card_chargeDeclined')
    expect(await finished(placed)).toEqual({ ...done, ...failed })
  })
})
