import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { type Market, openMarket, placeInMarket } from '../../test/market.ts'
import { hire, linesOf, payFor } from '../../test/paid-purchase.ts'
import { askForRefund } from '../../test/refund-desk.ts'
import { writer } from '../../test/writer.ts'
import { inTenant, readTenant } from '../postgres/client.ts'
import { getPurchase } from '../purchase/purchase.ts'
import { recordAudits } from './audit.ts'

let database: TestDatabase
let market: Market
beforeAll(async () => {
  database = await testDatabase()
  market = await openMarket(database.rw)
})
afterAll(() => database.close())

test('what happened to a busy purchase is told to a seller’s people as far as it is theirs, however much of it is another’s', async () => {
  const { id, own, foreign } = await inTenant(database.rw, writer(market.tenantId), async (tx) => {
    const lines = [market.paper, market.soap].map((offerId) => ({ offerId, quantity: 1 }))
    const placed = await placeInMarket(tx, market, { lines })
    await payFor(tx, placed)
    const jonas = await hire(tx, market, 'Jonas Weber')
    const refundIds: string[] = []
    for (const line of await linesOf(tx, placed.id)) {
      const parts = [{ orderLineId: line.id, amount: 100, quantity: null }]
      refundIds.push(await askForRefund(tx, jonas, { orderId: line.orderId, lines: parts }))
    }
    const [ownRefund = '', foreignRefund = ''] = refundIds
    // More of Hahn's than a page tells, all of it after what is Blom's.
    const subject = { type: 'refund', id: foreignRefund, label: 'RF-HAHN' }
    const entry = { action: 'refund.send', subject, changes: [], purchaseId: placed.id } as const
    await recordAudits(tx, Array(250).fill(entry))
    return { id: placed.id, own: ownRefund, foreign: foreignRefund }
  })
  const toldTo = async (sellerIds?: string[]) => {
    const { timeline } = await readTenant(database.ro, market.tenantId, (tx) => getPurchase(tx, id, sellerIds))
    return timeline.map(({ action, subject }) => `${action} ${subject.id}`)
  }
  const told = await toldTo([market.blom.id])
  expect(told).toContain(`refund.request ${own}`)
  expect(told).toContain(`purchase.place ${id}`)
  expect(told.filter((each) => each.includes(foreign))).toEqual([])
  expect(await toldTo([market.hahn.id])).toContain(`refund.send ${foreign}`)
  expect((await toldTo()).length, 'the newest of all of it').toBe(200)
})
