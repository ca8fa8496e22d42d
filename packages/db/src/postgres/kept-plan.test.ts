import { importedPurchase } from '@mainstay/domain/import-run/purchase'
import { orderList } from '@mainstay/domain/order/order'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bulkPurchases } from '../../test/bulk-purchases.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { blumenhaus, type Market, openMarket, placeInMarket } from '../../test/market.ts'
import { hire, linesOf, payFor } from '../../test/paid-purchase.ts'
import { askForRefund, releaseRefund } from '../../test/refund-desk.ts'
import { writer } from '../../test/writer.ts'
import type { Member } from '../access/member.ts'
import { startImportRun } from '../import-run/import-run.ts'
import { importPurchases } from '../import-run/purchases.ts'
import { listPage } from '../list/list.ts'
import { orders } from '../order/list.ts'
import { relayOutbox } from '../outbox/relay.ts'
import { saveBuyer } from '../purchase/buyer.ts'
import { type Database, inTenant, readTenant, type Tx } from './client.ts'

const at = new Date('2026-11-22T12:00:00Z')

let database: TestDatabase
let admin: pg.Client
let market: Market
let people: Member[]
beforeAll(async () => {
  // One connection each, whose plans are made once and kept.
  database = await testDatabase({ connectionsMax: 1 })
  admin = new pg.Client({ connectionString: database.adminUrl })
  await admin.connect()
  market = await openMarket(database.rw)
  people = [
    await commit((tx) => hire(tx, market, 'Jonas Weber')),
    await commit((tx) => hire(tx, market, 'Maria Lindholm')),
  ]
})
afterAll(async () => {
  await admin.end()
  await database.close()
})

const commit = <R>(fn: (tx: Tx) => Promise<R>) => inTenant(database.rw, writer(market.tenantId, { at }), fn)

async function sell(): Promise<void> {
  const [jonas, maria] = people
  if (jonas === undefined || maria === undefined) throw new Error('nobody works here')
  const [line] = await commit(async (tx) => {
    const offers = [market.paper, market.soap].map((offerId) => ({ offerId, quantity: 1 }))
    const purchase = await placeInMarket(tx, market, { lines: offers })
    await payFor(tx, purchase, { at, fee: 45 })
    return linesOf(tx, purchase.id)
  })
  if (line === undefined) throw new Error('nothing was sold')
  const refundId = await commit((tx) =>
    askForRefund(tx, jonas, {
      orderId: line.orderId,
      lines: [{ orderLineId: line.id, amount: 100, quantity: null }],
    }),
  )
  await commit((tx) => releaseRefund(tx, maria, refundId))
  await relayOutbox(database.system)
}

async function importOrders(name: string): Promise<void> {
  const run = { source: name, currency: 'EUR' as const }
  const { id } = await commit((tx) =>
    startImportRun(tx, {
      ...run,
      fileName: `${name}.csv`,
      fileHash: name,
      linesRead: 10,
      purchasesInFile: 10,
      purchasesRejected: 0,
      problems: [],
    }),
  )
  await commit(async (tx) =>
    importPurchases(tx, {
      run: { id, ...run },
      tenant: market.tenant,
      buyer: await saveBuyer(tx, blumenhaus),
      purchases: Array.from({ length: 10 }, (_, index) =>
        importedPurchase([
          {
            orderId: `${index}`,
            line: 2,
            itemId: '1',
            productId: `P${index}`,
            sellerId: `S${index}`,
            shippingLimit: at,
            price: 100,
            freight: 0,
          },
        ]),
      ),
    }),
  )
}

async function inTurns(turns: number, name: string): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await sell()
    await importOrders(`${name}-${turn}`)
  }
}

/** How often each table was read from its first row to its last, by whom we are; tables that never were are left out. */
async function readWhole(): Promise<Map<string, number>> {
  for (const { pool } of [database.rw, database.system]) {
    await pool.query('select pg_stat_force_next_flush()')
    await pool.query('select 1')
  }
  const { rows } = await admin.query<{ name: string; scans: number }>(
    'select relname as name, seq_scan::int as scans from pg_stat_user_tables where seq_scan > 0',
  )
  return new Map(rows.map(({ name, scans }) => [name, scans]))
}

/** How many entries of each index were read, by whom we are, and in how many scans. */
async function readOfIndexes(): Promise<Map<string, { scans: number; read: number }>> {
  await database.rw.pool.query('select pg_stat_force_next_flush()')
  await database.rw.pool.query('select 1')
  const { rows } = await admin.query<{ name: string; scans: number; read: number }>(
    // A queue is read from its beginning, past what is done and not vacuumed yet.
    `select indexrelname as name, idx_scan::int as scans, idx_tup_read::int as read from pg_stat_user_indexes
     where relname <> 'outbox_pending'`,
  )
  return new Map(rows.map(({ name, scans, read }) => [name, { scans, read }]))
}

test('plans that were made and kept while the tables were empty find a row by its key, at checkout or import', async () => {
  await inTurns(8, 'empty')
  const before = await readOfIndexes()
  await inTurns(8, 'filled')
  const after = await readOfIndexes()
  const tenantWide = [...after].flatMap(([name, { scans, read }]) => {
    const { scans: scansBefore, read: readBefore } = before.get(name) ?? { scans: 0, read: 0 }
    const each = (read - readBefore) / Math.max(1, scans - scansBefore)
    return each > 25 ? [[name, Math.round(each)]] : []
  })
  expect(tenantWide).toEqual([])
})

test('plans that were made and kept while the tables were small read no table whole, at checkout or import', async () => {
  await inTurns(8, 'young')
  // What autovacuum does while the tables hold a few rows: from here the planner believes that a whole one is cheap.
  await admin.query('analyze')
  await inTurns(8, 'small')
  const before = await readWhole()
  await inTurns(4, 'grown')
  const after = await readWhole()
  const read = [...after].filter(([name, scans]) => scans > (before.get(name) ?? 0)).map(([name]) => name)
  expect(read).toEqual([])
})

/** Statements that the connection keeps and yet planned for the values of a call, after the five calls PostgreSQL tries so. */
async function plannedAgain({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<{ statement: string }>(
    'select statement from pg_prepared_statements where custom_plans > 5',
  )
  return rows.map(({ statement }) => statement)
}

test('nothing that a mutation asks is planned anew each time, however many rows it asks for at once', async () => {
  await inTurns(8, 'again')
  expect(await plannedAgain(database.rw)).toEqual([])
})

test('the usual page of a whole list is planned once', async () => {
  // Of a few rows any number is soon read; what a page costs has to matter.
  await bulkPurchases(database.adminUrl, market, 2000)
  const asked = {
    input: orderList.Input.parse({}),
    reader: { sellerIds: undefined, memberId: undefined, now: at },
    cursorSecret: 'of a test',
  }
  for (let time = 0; time < 12; time += 1)
    await readTenant(database.ro, market.tenantId, (tx) => listPage(tx, orders, asked))
  const { rows } = await database.ro.pool.query(
    `select generic_plans > 0 as is_kept from pg_prepared_statements where statement ilike '%from "order"%limit%'`,
  )
  expect(rows).toEqual([{ is_kept: true }])
  expect(await plannedAgain(database.ro)).toEqual([])
})
