import type { AnyList } from '@mainstay/domain/list/list'
import { purchaseList } from '@mainstay/domain/purchase/purchase'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bulkPurchases } from '../../test/bulk-purchases.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { type Market, openMarket } from '../../test/market.ts'
import { pageStatement } from '../list/list.ts'
import type { Keyset } from '../list/page.ts'
import type { ListSource } from '../list/source.ts'
import { offersOnSale } from '../offer/offer.ts'
import { orders } from '../order/list.ts'
import { type ReadTx, raw, readTenant } from '../postgres/client.ts'
import { purchases } from './list.ts'

const now = new Date('2026-02-01T00:00:00Z')
const firstPage: Keyset = { limit: 20, direction: 'older', from: undefined }

let database: TestDatabase
let market: Market
beforeAll(async () => {
  database = await testDatabase()
  market = await openMarket(database.rw)
  await bulkPurchases(database.adminUrl, market, 100_000)
  for (let others = 0; others < 3; others += 1) {
    await bulkPurchases(database.adminUrl, await openMarket(database.rw), 2000)
  }
}, 300_000)
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

type Asking = { sellerIds?: string[]; keyset?: Keyset }

function pageOf<Row extends { id: string }, Item>(
  source: ListSource<Row, Item>,
  input: Record<string, unknown>,
  { sellerIds, keyset = firstPage }: Asking = {},
) {
  const reader = { sellerIds, memberId: undefined, now }
  return (tx: ReadTx) => pageStatement(tx, source, { input: parsed(source.list, input), reader, keyset })
}

function parsed(list: AnyList, input: Record<string, unknown>) {
  return list.Input.parse(input)
}

test.each([
  ['all', {}],
  ['by what they come to', { sort: '-total' }],
  ['by what they come to, least first', { sort: 'total' }],
  ['oldest first', { sort: 'placedAt' }],
  ['to accept', { view: 'to_accept' }],
  ['late', { view: 'late' }],
  ['on hold', { view: 'on_hold' }],
  ['of unknown payment', { view: 'unknown' }],
  ['of a payment status', { paymentStatus: 'refunded' }],
  ['of a time', { placedFrom: '2026-01-10T00:00:00Z', placedTo: '2026-01-11T00:00:00Z' }],
  ['of large amounts', { totalFrom: 99_990, totalCurrency: 'EUR' }],
])('the list of purchases %s reads no more than an index of its tenant', async (_, input) => {
  await expectTenantIndexes(pageOf(purchases, input))
})

test.each(Object.keys(purchaseList.views))(
  'the view %s reads a small part of the table, wherever its rows lie',
  async (view) => {
    const [row] = await readTenant(database.ro, market.tenantId, (tx) => {
      const { sql, parameters } = pageOf(purchases, { view })(tx).compile()
      return raw<{ 'QUERY PLAN': { Plan: Node }[] }>(tx, `explain (analyze, buffers, format json) ${sql}`, parameters)
    })
    const plan = row?.['QUERY PLAN'][0]?.Plan
    expect(plan?.['Actual Rows']).toBe(21)
    expect(Number(plan?.['Shared Hit Blocks']) + Number(plan?.['Shared Read Blocks'])).toBeLessThan(10_000)
  },
)

test("a seller's people read an index of their tenant", async () => {
  const sellerIds = [market.blom.id]
  await expectTenantIndexes(pageOf(purchases, {}, { sellerIds }))
  await expectTenantIndexes(pageOf(orders, {}, { sellerIds }))
})

test.each([
  { paymentStatus: 'unknown' },
  { fulfilmentStatus: 'on_hold' },
  { view: 'late' },
  { view: 'to_accept' },
  { totalFrom: 99_990, totalCurrency: 'EUR' },
])("a seller's people narrow their list by indexes of their tenant: %j", async (input) => {
  await expectTenantIndexes(pageOf(purchases, input, { sellerIds: [market.blom.id] }))
})

test('a page far back is found by its position', async () => {
  const positions = { placedAt: '2026-01-03 12:00:00+00', total: '5000' }
  for (const [sort, by] of Object.entries(positions)) {
    for (const direction of ['older', 'newer'] as const) {
      const keyset = { limit: 20, direction, from: { by, id: market.blom.id } }
      const nodes = await plansOf(pageOf(purchases, { sort }, { keyset }))
      const scan = nodes.find((node) => node['Relation Name'] === 'purchase')
      expect(scan?.['Index Cond']).toContain(`ROW(${sort === 'total' ? 'total_amount' : 'placed_at'}, id)`)
    }
  }
})

test('the list of orders and the catalogue read indexes of their tenant', async () => {
  await expectTenantIndexes(pageOf(orders, { status: 'placed' }))
  await expectTenantIndexes(pageOf(orders, {}))
  await expectTenantIndexes(pageOf(offersOnSale, {}))
})
