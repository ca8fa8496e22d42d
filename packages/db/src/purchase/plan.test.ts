import { ListOrders } from '@mainstay/domain/order/order'
import { ListPurchases, purchaseViews } from '@mainstay/domain/purchase/purchase'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bulkPurchases } from '../../test/bulk-purchases.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { type Market, openMarket } from '../../test/market.ts'
import { keysetOf } from '../list/page.ts'
import { onSaleQuery } from '../offer/offer.ts'
import { orderQuery } from '../order/list.ts'
import { type ReadTx, raw, readTenant } from '../postgres/client.ts'
import { purchaseQuery } from './list.ts'

const now = new Date('2026-02-01T00:00:00Z')
const firstPage = keysetOf({ secret: 'plan', sort: '', filters: {} }, { limit: 20 })

let database: TestDatabase
let market: Market
beforeAll(async () => {
  database = await testDatabase()
  market = await openMarket(database.rw)
  await bulkPurchases(database.adminUrl, market, 100_000)
  for (let others = 0; others < 3; others += 1) {
    await bulkPurchases(database.adminUrl, await openMarket(database.rw), 2000)
  }
}, 120_000)
afterAll(() => database.close())

type Compiled = { sql: string; parameters: readonly unknown[] }
type Node = { [key: string]: unknown; Plans?: Node[] }

/** The plan of a statement for any values, as a prepared statement has it, and for these. */
async function plansOf(queryOf: (tx: ReadTx) => { compile(): Compiled }): Promise<Node[]> {
  const nodes: Node[] = []
  for (const mode of ['force_custom_plan', 'force_generic_plan']) {
    await readTenant(database.ro, market.tenantId, async (tx) => {
      await raw(tx, `set local plan_cache_mode = ${mode}`, [])
      const { sql, parameters } = queryOf(tx).compile()
      const [row] = await raw<{ 'QUERY PLAN': { Plan: Node }[] }>(tx, `explain (format json) ${sql}`, parameters)
      nodes.push(...flatten(row?.['QUERY PLAN'][0]?.Plan))
    })
  }
  return nodes
}

function flatten(node: Node | undefined): Node[] {
  return node === undefined ? [] : [node, ...(node.Plans ?? []).flatMap(flatten)]
}

async function expectTenantIndexes(queryOf: (tx: ReadTx) => { compile(): Compiled }): Promise<void> {
  const nodes = await plansOf(queryOf)
  const scans = nodes.filter((node) => /Scan/.test(String(node['Node Type'])))
  const ofTables = scans.filter((node) => ['purchase', 'order', 'offer'].includes(String(node['Relation Name'])))
  const indexScans = nodes.filter((node) => /^(Index|Index Only|Bitmap Index) Scan$/.test(String(node['Node Type'])))
  expect(ofTables.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([])
  expect(indexScans.length).toBeGreaterThan(0)
  for (const scan of indexScans) expect(String(scan['Index Cond'])).toContain('tenant_id = ')
}

const filters = (input: Record<string, unknown>) => {
  const { cursor: _, limit: __, ...rest } = ListPurchases.parse(input)
  return rest
}

test.each([
  ['all', {}],
  ['to accept', { view: 'to_accept' }],
  ['late', { view: 'late' }],
  ['on hold', { view: 'on_hold' }],
  ['of unknown payment', { view: 'unknown' }],
  ['of a number', { query: 'NW-B00012' }],
  ['of a buyer by name', { query: 'buyer 07' }],
  ['of a payment status', { paymentStatus: 'refunded' }],
  ['of a time', { placedFrom: '2026-01-10T00:00:00Z', placedTo: '2026-01-11T00:00:00Z' }],
  ['of large amounts', { totalFrom: 99_990 }],
])('the list of purchases %s reads no more than an index of its tenant', async (_, input) => {
  await expectTenantIndexes((tx) => purchaseQuery(tx, filters(input), { keyset: firstPage, sellerIds: undefined, now }))
})

test.each(purchaseViews)('the view %s reads a small part of the table, wherever its rows lie', async (view) => {
  const [row] = await readTenant(database.ro, market.tenantId, (tx) => {
    const query = purchaseQuery(tx, filters({ view }), { keyset: firstPage, sellerIds: undefined, now })
    const { sql, parameters } = query.compile()
    return raw<{ 'QUERY PLAN': { Plan: Node }[] }>(tx, `explain (analyze, buffers, format json) ${sql}`, parameters)
  })
  const plan = row?.['QUERY PLAN'][0]?.Plan
  expect(plan?.['Actual Rows']).toBe(21)
  expect(Number(plan?.['Shared Hit Blocks']) + Number(plan?.['Shared Read Blocks'])).toBeLessThan(10_000)
})

test("a seller's people read an index of their tenant", async () => {
  const sellerIds = [market.blom.id]
  await expectTenantIndexes((tx) => purchaseQuery(tx, filters({}), { keyset: firstPage, sellerIds, now }))
  await expectTenantIndexes((tx) => orderQuery(tx, {}, { keyset: firstPage, sellerIds }))
})

test('a page far back is found by its position', async () => {
  const from = { by: '2026-01-03 12:00:00+00', id: market.blom.id }
  for (const direction of ['older', 'newer'] as const) {
    const keyset = { limit: 20, direction, from }
    const nodes = await plansOf((tx) => purchaseQuery(tx, filters({}), { keyset, sellerIds: undefined, now }))
    const scan = nodes.find((node) => node['Relation Name'] === 'purchase')
    expect(scan?.['Index Cond']).toContain('ROW(placed_at, id)')
  }
})

test('the list of orders and the catalogue read indexes of their tenant', async () => {
  const { status } = ListOrders.parse({ status: 'placed' })
  await expectTenantIndexes((tx) => orderQuery(tx, { status }, { keyset: firstPage, sellerIds: undefined }))
  await expectTenantIndexes((tx) => orderQuery(tx, {}, { keyset: firstPage, sellerIds: undefined }))
  await expectTenantIndexes((tx) => onSaleQuery(tx, firstPage))
})
