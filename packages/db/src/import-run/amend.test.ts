import { importedPurchase } from '@mainstay/domain/import-run/purchase'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { blumenhaus, type Market, openMarket } from '../../test/market.ts'
import { writer } from '../../test/writer.ts'
import { inTenant, raw, readTenant } from '../postgres/client.ts'
import { saveBuyer } from '../purchase/buyer.ts'
import { listPurchaseOrders } from '../purchase/orders.ts'
import { finishImportRun, startImportRun } from './import-run.ts'
import { type ImportOutcome, importPurchases, previewImport } from './purchases.ts'
import { getImportRun } from './reading.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const at = new Date('2026-11-20T12:00:00Z')
type Item = readonly [itemId: string, sellerId: string, price: number]

const purchase = (items: readonly Item[]) =>
  importedPurchase(
    items.map(([itemId, sellerId, price], index) => ({
      orderId: 'A-1',
      line: index + 2,
      itemId,
      productId: 'desk',
      sellerId,
      shippingLimit: at,
      price,
      freight: 0,
    })),
  )

const start = (market: Market, fileHash: string) =>
  inTenant(database.rw, writer(market.tenantId, { at }), async (tx) => {
    const file = { source: 'old-shop', fileName: `${fileHash}.csv`, fileHash, currency: 'BRL' }
    const read = { linesRead: 1, purchasesInFile: 1, purchasesRejected: 0, problems: [] }
    return (await startImportRun(tx, { ...file, ...read })).id
  })

const take = (market: Market, runId: string, items: readonly Item[]): Promise<ImportOutcome> =>
  inTenant(database.rw, writer(market.tenantId, { at }), async (tx) =>
    importPurchases(tx, {
      run: { id: runId, source: 'old-shop', currency: 'BRL' },
      tenant: market.tenant,
      buyer: await saveBuyer(tx, blumenhaus),
      purchases: [purchase(items)],
      applies: true,
    }),
  )

const query = <Row>(market: Market, text: string) =>
  readTenant(database.ro, market.tenantId, (tx) => raw<Row>(tx, text, [tx.tenantId]))
const ordersOf = async (market: Market) => {
  const [row] = await query<{ id: string }>(
    market,
    'select id from purchase where tenant_id = $1 and external_id is not null',
  )
  return readTenant(database.ro, market.tenantId, (tx) => listPurchaseOrders(tx, row?.id ?? '', undefined))
}
const runIn = (market: Market, id: string) => readTenant(database.ro, market.tenantId, (tx) => getImportRun(tx, id))
const entries = (market: Market) =>
  query<{ count: number }>(
    market,
    "select count(*) as count from journal_entry where tenant_id = $1 and kind = 'opening'",
  )

const before: Item[] = [
  ['1', 'otto', 100],
  ['2', 'otto', 200],
]
const mended: Item[] = [
  ['1', 'otto', 150],
  ['2', 'nora', 200],
]

async function imported() {
  const market = await openMarket(database.rw)
  const first = await start(market, 'before')
  await take(market, first, before)
  return { market, first }
}

test('a mended purchase keeps its orders, gets those it lacks, and its ledger gets what is owed more or less', async () => {
  const { market, first } = await imported()
  const second = await start(market, 'mended')
  expect(await take(market, second, mended)).toMatchObject({
    changed: [
      {
        line: 2,
        message: 'the amount of item 1 was 1.00 BRL and is 1.50 BRL; the seller of item 2 was otto and is nora',
      },
    ],
    conflicts: [],
  })
  expect(await ordersOf(market)).toMatchObject([
    { number: expect.stringMatching(/-A$/), status: 'accepted', payable: 150, lines: [{ payable: 150 }] },
    { number: expect.stringMatching(/-B$/), status: 'accepted', payable: 200, lines: [{ payable: 200 }] },
  ])
  const ledger = { openingBalance: 350, sellerPending: 350 }
  expect(await runIn(market, second)).toMatchObject({ ledger: { ...ledger, orders: 2 }, changes: [{ line: 2 }] })
  expect(await runIn(market, first)).toMatchObject({
    tables: { orders: 1, items: 300 },
    ledger: { orders: 1, entries: 1, openingBalance: 300, sellerPending: 300 },
    purchasesChangedLater: 1,
  })
})

test('a mended purchase is found by the sellers it is of now, on the day it is of now', async () => {
  const { market } = await imported()
  await take(market, await start(market, 'moved'), [['1', 'nora', 300]])
  const words = await query<{ is_found: boolean; seller: string }>(
    market,
    `select seller.external_id as seller, exists (
       select from purchase_word join purchase on purchase.tenant_id = $1 and purchase.id = purchase_word.purchase_id
       where purchase_word.tenant_id = $1 and purchase_word.word = '$' || replace(seller.id::text, '-', '')
         and purchase_word.placed_at = purchase.placed_at
         and position(' ' || purchase_word.word in purchase.words) > 0) as is_found
     from seller where tenant_id = $1 and external_id is not null order by external_id`,
  )
  expect(words).toEqual([
    { seller: 'nora', is_found: true },
    { seller: 'otto', is_found: false },
  ])
  const [all] = await query<{ same: boolean }>(
    market,
    `select bool_and(word = any(string_to_array(ltrim(purchase.words), ' '))) and count(*) = cardinality(
       string_to_array(ltrim((array_agg(purchase.words))[1]), ' ')) as same
     from purchase_word join purchase on purchase.tenant_id = $1 and purchase.id = purchase_word.purchase_id
     where purchase_word.tenant_id = $1`,
  )
  expect(all).toEqual({ same: true })
})

test('an order of a seller who has no part any more is canceled, of nothing, and a seller who comes again gets another', async () => {
  const { market } = await imported()
  await take(market, await start(market, 'moved'), [['1', 'nora', 300]])
  expect(await ordersOf(market)).toMatchObject([
    { status: 'canceled', payable: 0, captured: 0, sellerNet: 0, lines: [] },
    { status: 'accepted', payable: 300 },
  ])
  await take(market, await start(market, 'back'), before)
  expect(await ordersOf(market)).toMatchObject([
    { status: 'canceled', payable: 0 },
    { status: 'canceled', payable: 0 },
    { number: expect.stringMatching(/-C$/), status: 'accepted', payable: 300, lines: [{}, {}] },
  ])
})

test('a run applies each purchase once, also when it goes on after a later one changed it again', async () => {
  const { market } = await imported()
  const second = await start(market, 'mended')
  await take(market, second, mended)
  const booked = await entries(market)
  expect(await take(market, second, mended)).toMatchObject({ present: 1, changed: [] })
  expect(await entries(market)).toEqual(booked)
  await take(market, await start(market, 'again'), before)
  expect(await take(market, second, mended)).toMatchObject({ present: 1, changed: [], conflicts: [] })
  const file = { purchases: 1, splitPurchases: 1, orders: 2, sellers: 2, products: 1, items: 350, freight: 0 }
  const ended = await inTenant(database.rw, writer(market.tenantId), (tx) =>
    finishImportRun(tx, { id: second, fileName: 'mended.csv' }, { file, purchasesRejected: 0 }),
  )
  expect(ended).toMatchObject({ imported: 0, present: 0, changed: 1 })
  expect((await runIn(market, second)).tables).toEqual(file)
})

test('what happened to a purchase keeps it as it is, and says so, in a preview too', async () => {
  const { market } = await imported()
  await inTenant(database.rw, writer(market.tenantId), (tx) =>
    raw(tx, `update "order" set status = 'shipped' where tenant_id = $1`, [tx.tenantId]),
  )
  const message = expect.stringMatching(/; it stays as it is, since order NW-\w+-A is shipped by now; take it out/)
  const refused = { changed: [], conflicts: [{ line: 2, message }] }
  const preview = await readTenant(database.ro, market.tenantId, (tx) =>
    previewImport(tx, { applies: true, currency: 'BRL', purchases: [purchase(mended)] }),
  )
  expect(preview).toMatchObject(refused)
  expect(await take(market, await start(market, 'mended'), mended)).toMatchObject(refused)
  expect(await ordersOf(market)).toMatchObject([{ payable: 300, lines: [{}, {}] }])
})

test('a change is written as every difference, with what was and what is', async () => {
  const { market } = await imported()
  await take(market, await start(market, 'mended'), mended)
  expect(
    await query(market, "select changes, reason from audit_entry where tenant_id = $1 and action = 'purchase.amend'"),
  ).toEqual([
    {
      reason: 'Amended by a file of old-shop',
      changes: [
        { field: 'the amount of item 1', before: '1.00 BRL', after: '1.50 BRL' },
        { field: 'the seller of item 2', before: 'otto', after: 'nora' },
      ],
    },
  ])
})
