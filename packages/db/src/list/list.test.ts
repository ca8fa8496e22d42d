import { orderList } from '@mainstay/domain/order/order'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { type Market, openMarket, placeInMarket } from '../../test/market.ts'
import { writer } from '../../test/writer.ts'
import { orders } from '../order/list.ts'
import { inTenant, readTenant } from '../postgres/client.ts'
import { listPage } from './list.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const now = new Date('2026-11-20T12:00:00Z')

async function marketWithOrders() {
  const market = await openMarket(database.rw)
  const lines = [market.paper, market.soap].map((offerId) => ({ offerId, quantity: 1 }))
  const placed = await inTenant(database.rw, writer(market.tenantId), (tx) => placeInMarket(tx, market, { lines, now }))
  return { market, ids: placed.orders.map(({ id }) => id) }
}

async function idsOf({ tenantId }: Market, input: object = {}, sellerIds?: string[]): Promise<string[]> {
  const reader = { sellerIds, memberId: undefined, now }
  const asked = { input: orderList.Input.parse(input), reader, cursorSecret: 'of a test' }
  const { items } = await readTenant(database.ro, tenantId, (tx) => listPage(tx, orders, asked))
  return items.map(({ id }) => id)
}

test('a whole list shows each tenant its own, and after it each reader no more than they may see', async () => {
  const one = await marketWithOrders()
  const other = await marketWithOrders()
  for (const { market, ids } of [one, other, one]) {
    const newestFirst = ids.toSorted().toReversed()
    expect(await idsOf(market)).toEqual(newestFirst)
    expect(await idsOf(market, { sort: 'placedAt' })).toEqual(ids.toSorted())
    expect(await idsOf(market, { limit: 1 })).toEqual(newestFirst.slice(0, 1))
    expect(await idsOf(market, { status: 'shipped' })).toEqual([])
    expect(await idsOf(market, {}, [market.blom.id])).toHaveLength(1)
    expect(await idsOf(market, {}, [])).toEqual([])
  }
})
