import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { type Market, openMarket, placeInMarket } from '../../test/market.ts'
import { writer } from '../../test/writer.ts'
import { inTenant, readTenant } from '../postgres/client.ts'
import { sumUpOrders } from './overview.ts'

let database: TestDatabase
let market: Market
beforeAll(async () => {
  database = await testDatabase()
  market = await openMarket(database.rw)
})
afterAll(() => database.close())

test('a day of the charts begins with the first of two midnights, as in the filters of the list', async () => {
  await inTenant(database.rw, writer(market.tenantId), async (tx) => {
    for (const at of ['2026-11-01T03:59:59Z', '2026-11-01T04:00:00Z', '2026-11-01T05:30:00Z'])
      await placeInMarket(tx, market, { lines: [{ offerId: market.paper, quantity: 1 }], now: new Date(at) })
  })
  const calendar = { now: new Date('2026-11-01T12:00:00Z'), days: 2, timeZone: 'America/Havana', currency: 'EUR' }
  expect(await readTenant(database.ro, market.tenantId, (tx) => sumUpOrders(tx, calendar))).toEqual([
    { day: '2026-10-31', count: 1, total: 1190 },
    { day: '2026-11-01', count: 2, total: 2380 },
  ])
})
