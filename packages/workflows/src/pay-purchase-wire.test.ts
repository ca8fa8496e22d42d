import { afterAll, beforeAll, expect, test } from 'vitest'
import { inGroups } from '../test/in-groups.ts'
import { casesOf, type LossyCase, titleOf, workThroughWire } from '../test/lossy-shop.ts'
import { openShop, paid, type Shop } from '../test/shop.ts'
import { payPurchase } from './pay-purchase.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

let kinds = 0

/** Pays one purchase with a worker of its own, whose wire has this trouble. */
async function payment(trouble?: LossyCase) {
  const workflow = { ...payPurchase, kind: `pay-purchase-wire-${kinds++}@1` }
  const placed = await shop.place('pm_card_visa', { workflow })
  const { lived, sent } = await workThroughWire(
    shop,
    { workflow, workers: trouble?.workers ?? 1, ...(trouble && { trouble }) },
    () => shop.until(placed.run, 'completed', 'failed', 'blocked'),
  )
  const { status, error } = lived
  return { end: { status, error, ...(await shop.outcomeOf(placed)) }, sent }
}

test('whatever is lost on the way to the database or back: one charge, one booking, one mail', {
  timeout: 600_000,
}, async () => {
  const undisturbed = { status: 'completed', error: null, ...paid }
  const { end, sent } = await payment()
  expect(end).toEqual(undisturbed)
  const cases = casesOf(sent)
  const ends = await inGroups(cases, 8, async (each) => ({ title: titleOf(each), ...(await payment(each)).end }))
  expect(ends).toEqual(cases.map((each) => ({ title: titleOf(each), ...undisturbed })))
  const { differences, total } = await shop.bookkeeping()
  expect({ differences, total }).toEqual({ differences: [], total: 0 })
})
