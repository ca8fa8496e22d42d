import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import { type Market, openMarket } from '@mainstay/db/test/market'
import { bySystem } from '@mainstay/domain/command/act'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { files, header } from '../../test/damaged-line.ts'
import { booksOf, runsOf, tradeOf } from '../../test/imported-trade.ts'
import { fileOf } from '../../test/order-items.ts'
import { hashOf } from '../csv/source-file.ts'
import { checkFile } from './check-file.ts'
import { lookAtImport } from './import-file.ts'
import { importHistory } from './import-history.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const item = fc.record({
  id: fc.constantFrom('1', '2', '3', '4'),
  product: fc.constantFrom('desk', 'lamp', 'rug'),
  seller: fc.constantFrom('otto', 'nora', 'greta'),
  day: fc.constantFrom('2024-03-05 11:30:00', '2024-03-08 16:45:00', '2024-05-01 00:00:00'),
  price: fc.constantFrom('0', '1.00', '58.90'),
  freight: fc.constantFrom('0', '0', '13.29'),
})
const order = fc.uniqueArray(item, { selector: ({ id }) => id, minLength: 1, maxLength: 4 })
/** The same three orders, told anew by each file. */
const file = fc.tuple(order, order, order)

type Item = Record<'id' | 'product' | 'seller' | 'day' | 'price' | 'freight', string>

const linesOf = (orders: readonly (readonly Item[])[]) =>
  orders.flatMap((items, n) =>
    items.map(({ id, product, seller, day, price, freight }) =>
      [`A${n}`, id, product, seller, day, price, freight].join(','),
    ),
  )

async function importLines(market: Market, lines: readonly string[]) {
  const read = await lookAtImport(fileOf([header, ...lines]), 'EUR', { decimal: '.' })
  const run = {
    command: { file: read, fileName: 'orders.csv', currency: 'EUR', source: 'shop', applies: true } as const,
    tenant: market.tenant,
    actor: bySystem(new Date()).actor,
    checked: await checkFile(read),
    fileHash: await hashOf(read),
    clock: () => new Date(),
    isStopped: () => false,
    onProgress: () => {},
  }
  return importHistory(database.rw, run)
}

test('mended files that are applied leave what the last of them leaves in an empty marketplace', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 2, maxLength: 4 }), async (told) => {
      const [mended, empty] = [await openMarket(database.rw), await openMarket(database.rw)]
      for (const orders of told) expect(await importLines(mended, linesOf(orders))).toMatchObject({ conflicts: [] })
      const last = linesOf(told.at(-1) ?? [])
      await importLines(empty, last)

      expect(await tradeOf(database.ro, mended.tenantId)).toEqual(await tradeOf(database.ro, empty.tenantId))
      expect(await booksOf(database.ro, mended.tenantId)).toEqual(await booksOf(database.ro, empty.tenantId))
      for (const { file, tables, ledger } of await runsOf(database.ro, mended.tenantId)) {
        const { orders, items, freight } = file
        expect(tables).toEqual(file)
        expect(ledger).toMatchObject({ orders, openingBalance: items + freight, sellerPending: items + freight })
      }
      expect(await importLines(mended, last)).toMatchObject({ imported: 0, present: 3, changes: [], rejected: 0 })
    }),
    { numRuns: Math.ceil(files / 3) },
  )
}, 600_000)
