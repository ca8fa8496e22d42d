import { importedPurchase } from '@mainstay/domain/import-run/purchase'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { blumenhaus, type Market, openMarket, placeInMarket } from '../../test/market.ts'
import { writer } from '../../test/writer.ts'
import { inTenant, raw, readTenant } from '../postgres/client.ts'
import { saveBuyer } from '../purchase/buyer.ts'
import { failImportRun, finishImportRun, recordImportErrors, startImportRun } from './import-run.ts'
import { importPurchases } from './purchases.ts'
import { getImportRun } from './reading.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const importer = { type: 'system', name: 'Import' } as const
const startedAt = new Date('2026-11-20T12:00:00Z')
const problem = { line: 3, field: 'price', message: 'is empty', purchaseExternalId: 'A-2' }

const startIn = (market: Market, fileHash: string) =>
  inTenant(database.rw, writer(market.tenantId, { actor: importer, at: startedAt }), (tx) =>
    startImportRun(tx, {
      source: 'old-shop',
      fileName: 'orders.csv',
      fileHash,
      currency: 'BRL',
      linesRead: 2,
      purchasesInFile: 2,
      purchasesRejected: 1,
      problems: [problem],
    }),
  )

const importInto = (market: Market, runId: string, sold: (string | { orderId: string; sellerId: string })[]) =>
  inTenant(database.rw, writer(market.tenantId, { actor: importer, at: startedAt }), async (tx) =>
    importPurchases(tx, {
      run: { id: runId, source: 'old-shop', currency: 'BRL' },
      tenant: market.tenant,
      buyer: await saveBuyer(tx, blumenhaus),
      purchases: sold.map((each) =>
        importedPurchase([
          {
            orderId: typeof each === 'string' ? each : each.orderId,
            line: 2,
            itemId: '1',
            productId: 'P',
            sellerId: typeof each === 'string' ? 'S' : each.sellerId,
            shippingLimit: startedAt,
            price: 100,
            freight: 0,
          },
        ]),
      ),
    }),
  )

const numberOf = async (market: Market, externalId: string): Promise<string> => {
  const [row] = await readTenant(database.ro, market.tenantId, (tx) =>
    raw<{ number: string }>(tx, 'select number from purchase where tenant_id = $1 and external_id = $2', [
      tx.tenantId,
      externalId,
    ]),
  )
  return row?.number ?? 'none'
}

const runIn = (market: Market, id: string) => readTenant(database.ro, market.tenantId, (tx) => getImportRun(tx, id))

test('a run of the same file goes on, one of a mended file takes its place', async () => {
  const market = await openMarket(database.rw)
  const first = await startIn(market, 'a')
  expect(await startIn(market, 'a')).toEqual({ id: first.id, resumed: true })
  const mended = await startIn(market, 'b')
  expect(mended.resumed).toBe(false)
  expect(await runIn(market, first.id)).toMatchObject({ status: 'failed', endedAt: startedAt })
  expect(await runIn(market, mended.id)).toMatchObject({ status: 'running', errorCount: 1 })
})

const failIn = (market: Market, id: string) =>
  inTenant(database.rw, writer(market.tenantId), (tx) => failImportRun(tx, { id, fileName: 'orders.csv' }))

test('a file whose import broke off goes on as the same run, and no other of its source is still running', async () => {
  const market = await openMarket(database.rw)
  const first = await startIn(market, 'one')
  await failIn(market, first.id)
  expect(await runIn(market, first.id)).toMatchObject({ status: 'failed', endedAt: expect.any(Date) })
  const other = await startIn(market, 'another')
  expect(await startIn(market, 'one')).toEqual({ id: first.id, resumed: true })
  expect(await runIn(market, first.id)).toMatchObject({ status: 'running', endedAt: null })
  expect(await runIn(market, other.id)).toMatchObject({ status: 'failed', endedAt: expect.any(Date) })
})

test('a run that has ended stays so when whoever ran it lost the answer and says that it broke off', async () => {
  const market = await openMarket(database.rw)
  const { id } = await startIn(market, 'one')
  const file = { purchases: 0, splitPurchases: 0, orders: 0, sellers: 0, products: 0, items: 0, freight: 0 }
  await inTenant(database.rw, writer(market.tenantId), (tx) =>
    finishImportRun(tx, { id, fileName: 'orders.csv' }, { file, purchasesRejected: 0 }),
  )
  await failIn(market, id)
  expect(await runIn(market, id)).toMatchObject({ status: 'completed', endedAt: expect.any(Date) })
})

test('what a run met before it was killed is told once', async () => {
  const market = await openMarket(database.rw)
  const { id } = await startIn(market, 'a')
  await inTenant(database.rw, writer(market.tenantId, { actor: importer, at: startedAt }), (tx) =>
    recordImportErrors(tx, id, [problem, { ...problem, line: 4, purchaseExternalId: null }]),
  )
  expect((await runIn(market, id)).errors.map(({ line }) => line)).toEqual([3, 4])
})

test('a run ends with what it imported and what was there, counted in the tables', async () => {
  const market = await openMarket(database.rw)
  const { id } = await startIn(market, 'a')
  await importInto(market, id, ['A-1', 'A-2'])
  // Taken again, as after a kill between the batch and the next one.
  expect(await importInto(market, id, ['A-1', 'A-2'])).toMatchObject({ imported: 0, present: 2 })
  const second = await startIn(market, 'b')
  await importInto(market, second.id, ['A-2', 'A-3'])
  const file = { purchases: 2, splitPurchases: 0, orders: 2, sellers: 1, products: 1, items: 200, freight: 0 }
  const end = (runId: string) =>
    inTenant(database.rw, writer(market.tenantId, { actor: importer, at: startedAt }), (tx) =>
      finishImportRun(tx, { id: runId, fileName: 'orders.csv' }, { file, purchasesRejected: 0 }),
    )
  expect(await end(id)).toEqual({ status: 'completed', imported: 2, present: 0, changed: 0 })
  expect(await end(second.id)).toEqual({ status: 'completed', imported: 1, present: 1, changed: 0 })
  expect((await runIn(market, second.id)).tables).toEqual(file)
})

test('ids that hold what parts them in a key are told apart, so that both orders are opened', async () => {
  const market = await openMarket(database.rw)
  const { id } = await startIn(market, 'a')
  await importInto(market, id, [{ orderId: 'A', sellerId: 'S:S' }, 'A:S'])
  expect(await runIn(market, id)).toMatchObject({ tables: { orders: 2 }, ledger: { orders: 2, openingBalance: 200 } })
})

test('an imported purchase passes over a number that a placed one has', async () => {
  const [here, there] = [await openMarket(database.rw), await openMarket(database.rw)]
  await importInto(here, (await startIn(here, 'a')).id, ['A-1'])
  const number = await numberOf(here, 'A-1')
  await inTenant(database.rw, writer(there.tenantId), (tx) =>
    placeInMarket(tx, there, { lines: [{ offerId: there.paper, quantity: 1 }], nextNumber: () => number }),
  )
  await importInto(there, (await startIn(there, 'a')).id, ['A-1'])
  expect(await numberOf(there, 'A-1')).toMatch(/^NW-/)
  expect(await numberOf(there, 'A-1')).not.toBe(number)
})
