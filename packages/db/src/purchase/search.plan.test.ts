import { purchaseList } from '@mainstay/domain/purchase/purchase'
import type { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bulkPurchases } from '../../test/bulk-purchases.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { type Market, openMarket } from '../../test/market.ts'
import { printFigures, purchasesAtSize } from '../../test/size.ts'
import { pageStatement, soughtIn } from '../list/list.ts'
import { type ReadTx, raw, readTenant } from '../postgres/client.ts'
import { purchases } from './list.ts'

const size = purchasesAtSize
/** For all that is sent for a page, wherever its rows lie: docs/decisions/0029-a-search-is-a-range-of-words.md. */
const blocksMax = 500

let database: TestDatabase
let market: Market
beforeAll(async () => {
  database = await testDatabase()
  market = await openMarket(database.rw)
  await bulkPurchases(database.adminUrl, market, size)
  await bulkPurchases(database.adminUrl, await openMarket(database.rw), 2000)
}, 600_000)
afterAll(() => database.close())

type Node = { [key: string]: unknown; Plans?: Node[] }

/** What a page of a search comes to, and how PostgreSQL reads it: each statement that is sent for it. */
async function searched(query: string, sellerIds?: string[]) {
  return readTenant(database.ro, market.tenantId, async (tx) => {
    const sent: Pick<CompiledQuery, 'sql' | 'parameters'>[] = []
    const reader = { sellerIds, memberId: undefined, now: new Date('2026-11-25T00:00:00Z') }
    const asked = { input: purchaseList.Input.parse({ query }), reader }
    const sought = await soughtIn(noting(tx, sent), purchases, asked)
    const page = pageStatement(tx, purchases, {
      ...sought,
      keyset: { limit: 20, direction: 'older', from: undefined },
    }).compile()
    sent.push(page)
    const nodes: Node[] = []
    let blocks = 0
    let milliseconds = 0
    for (const { sql, parameters } of sent) {
      // Twice, so that what is planned and cached at first does not count.
      await raw(tx, sql, parameters)
      const [row] = await raw<{ 'QUERY PLAN': { Plan: Node; 'Execution Time': number }[] }>(
        tx,
        `explain (analyze, buffers, format json) ${sql}`,
        parameters,
      )
      const plan = row?.['QUERY PLAN'][0]
      if (plan === undefined) throw new Error('nothing was explained')
      blocks += Number(plan.Plan['Shared Hit Blocks']) + Number(plan.Plan['Shared Read Blocks'])
      milliseconds += plan['Execution Time']
      nodes.push(...flatten(plan.Plan))
    }
    const rows = await raw<{ number: string }>(tx, page.sql, page.parameters)
    return { numbers: rows.map(({ number }) => number), nodes, blocks, milliseconds }
  })
}

/** The same transaction, which notes what is sent. */
function noting(tx: ReadTx, sent: Pick<CompiledQuery, 'sql' | 'parameters'>[]): ReadTx {
  const executor = tx.getExecutor()
  const executeQuery = (query: CompiledQuery) => {
    sent.push(query)
    return executor.executeQuery(query)
  }
  const notes = new Proxy(executor, {
    get: (_, name) => {
      const own: unknown = name === 'executeQuery' ? executeQuery : Reflect.get(executor, name)
      return typeof own === 'function' ? own.bind(executor) : own
    },
  })
  return Object.create(tx, { getExecutor: { value: () => notes } })
}

function flatten(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)]
}

const newest = (is: (n: number) => boolean) => {
  const numbers: string[] = []
  for (let n = size; n > 0 && numbers.length < 21; n -= 1) if (is(n)) numbers.push(`NW-B${String(n).padStart(7, '0')}`)
  return numbers
}
const buyerOf = (n: number) => String(n % 1000).padStart(4, '0')
const digitsOf = (n: number) => String(n).padStart(7, '0')
const all = () => true

type Kind = { kind: string; query: string; is: (n: number) => boolean; reader?: 'blom' | 'hahn' }

const has0077 = (n: number) => buyerOf(n) === '0077' || digitsOf(n).includes('0077')
const has0500 = (n: number) => buyerOf(n) === '0500' || digitsOf(n).includes('0500')
const blomSold = (n: number) => n % 500 === 0
const hahnSold = (n: number) => !blomSold(n)

test.each<Kind>([
  { kind: 'a number', query: '#nw–boooo123', is: (n) => digitsOf(n).startsWith('0000123') },
  { kind: 'the end of a number', query: '1234', is: (n) => n % 10_000 === 1234 },
  { kind: 'the middle of a number', query: '00123', is: (n) => digitsOf(n).includes('00123') },
  { kind: 'the beginning of all numbers', query: 'nw', is: all },
  { kind: 'the name of a buyer', query: '0077', is: has0077 },
  { kind: 'a name that all have', query: 'buyer', is: all },
  { kind: 'a name that all have, and one that few have', query: 'buyer 0077', is: has0077 },
  { kind: 'an e-mail address', query: 'post0077@buyer.example', is: (n) => buyerOf(n) === '0077' },
  { kind: 'a company that all have', query: 'buyer.example', is: all },
  { kind: 'the name of a seller with few orders', query: 'blom', is: blomSold },
  { kind: 'the name of a seller with nearly all orders', query: 'hahn', is: hahnSold },
  { kind: 'a seller and a buyer', query: 'blom buyer', is: blomSold },
  { kind: 'two that nothing has both of', query: 'blom post0077@buyer.example', is: () => false },
  { kind: 'a name, by who sees few orders', query: 'buyer', is: blomSold, reader: 'blom' },
  { kind: 'a buyer, by who sees few orders', query: '0500', is: (n) => blomSold(n) && has0500(n), reader: 'blom' },
  { kind: 'a name, by who sees nearly all orders', query: 'buyer', is: hahnSold, reader: 'hahn' },
  { kind: 'a buyer, by who sees nearly all orders', query: 'buyer 0077', is: has0077, reader: 'hahn' },
])('$kind is read by index', async ({ kind, query, is, reader }) => {
  const found = await searched(query, reader && [market[reader].id])
  printFigures(`${kind}: ${found.blocks} blocks, ${found.milliseconds.toFixed(1)} ms`)
  expect(found.numbers).toEqual(newest(is))
  expect(found.nodes.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([])
  for (const node of found.nodes) {
    if (/Index/.test(String(node['Node Type']))) expect(String(node['Index Cond'])).toContain('tenant_id = ')
  }
  expect(found.blocks).toBeLessThan(blocksMax)
})
