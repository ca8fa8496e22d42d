import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { openMarket } from '../../test/market.ts'
import { writer } from '../../test/writer.ts'
import { inTenant } from './client.ts'
import { rowsInto } from './insert-rows.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const insertProducts = rowsInto('product', { id: 'uuid', title: 'text', external_id: 'text' })

test.each([1, 2])(
  'text of %i rows arrives as it is, quotes and all, and half a character is replaced',
  async (count) => {
    const { tenantId } = await openMarket(database.rw)
    const titles = ['\\ud800 "quoted" \u{1f600}\n', 'half \ud83d'].slice(-count)
    const stored = await inTenant(database.rw, writer(tenantId), async (tx) => {
      const rows = titles.map((title) => ({ id: v7(), title, external_id: v7() }))
      await insertProducts(tx, rows)
      const found = await tx
        .selectFrom('product')
        .select('title')
        .where('tenant_id', '=', tenantId)
        .where(
          'id',
          'in',
          rows.map(({ id }) => id),
        )
        .execute()
      return found.map(({ title }) => title)
    })
    expect(stored.toSorted()).toEqual(titles.map((title) => title.toWellFormed()).toSorted())
  },
)
