import { type AnyList, sortOf } from '@mainstay/domain/list/list'
import { listedNouns } from '@mainstay/domain/list/lists'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { type Market, openMarket } from '../../test/market.ts'
import { approvals } from '../approval/list.ts'
import { auditEntries } from '../audit/list.ts'
import { importRuns } from '../import-run/reading.ts'
import { offersOnSale } from '../offer/offer.ts'
import { orders } from '../order/list.ts'
import { raw, readTenant } from '../postgres/client.ts'
import { purchases } from '../purchase/list.ts'
import { refunds } from '../refund/list.ts'
import { sellers } from '../seller/list.ts'
import { webhooks } from '../webhook/quarantine.ts'
import { workItemRows } from '../work-item/list.ts'
import { workflowRuns } from '../workflow-run/workflow-run.ts'
import { pageStatement, soughtIn } from './list.ts'
import type { ListSource } from './source.ts'

let database: TestDatabase
let market: Market
beforeAll(async () => {
  database = await testDatabase()
  market = await openMarket(database.rw)
})
afterAll(() => database.close())

type Node = { [key: string]: unknown; Plans?: Node[] }

/** A list with what is asked of it, and how PostgreSQL reads a page far back where sorting is the last thing it does. */
function planned<Row extends { id: string }, Item>(
  source: ListSource<Row, Item>,
  inputs: Record<string, unknown>[] = [],
) {
  const { list, sorts } = source
  const stepsOf = (input: Record<string, unknown>) =>
    readTenant(database.ro, market.tenantId, async (tx) => {
      for (const way of ['sort', 'bitmapscan', 'hashjoin', 'mergejoin'])
        await raw(tx, `set local enable_${way} = off`, [])
      const reader = { sellerIds: undefined, memberId: market.tenantId, now: new Date('2026-11-25T00:00:00Z') }
      const from = { by: positions[sorts[sortOf(list, input).by]?.type ?? 'uuid'], id: market.tenantId }
      const asked = await soughtIn(tx, source, { input: list.Input.parse(input), reader })
      const keyset = { limit: 20, direction: 'older' as const, from }
      const { sql, parameters } = pageStatement(tx, source, { ...asked, keyset }).compile()
      const [row] = await raw<{ 'QUERY PLAN': { Plan: Node }[] }>(tx, `explain (format json) ${sql}`, parameters)
      return flatten(row?.['QUERY PLAN'][0]?.Plan).map((node) => String(node['Node Type']))
    })
  return { noun: list.noun, inputs: [...Object.keys(sorts).flatMap((sort) => sortsOf(list, sort)), ...inputs], stepsOf }
}

/** Either way; what is sorted by its end is asked for among what has ended. */
function sortsOf({ noun }: AnyList, sort: string) {
  const view = noun === 'workItem' && sort === 'resolvedAt' ? { view: 'resolved' } : {}
  return [
    { sort, ...view },
    { sort: `-${sort}`, ...view },
  ]
}

const positions = {
  timestamptz: '2026-11-20 12:00:00+00',
  bigint: '5000',
  text: 'Blom',
  uuid: '00000000-0000-7000-8000-000000000000',
}

function flatten(node: Node | undefined): Node[] {
  return node === undefined ? [] : [node, ...(node.Plans ?? []).flatMap(flatten)]
}

const somebody = '00000000-0000-7000-8000-000000000000'
const lists = [
  planned(purchases, [{ view: 'on_hold' }, { view: 'unknown' }, { buyerId: somebody }]),
  planned(orders, [{ status: 'placed' }, { sellerId: somebody }]),
  planned(refunds, [{ view: 'waiting' }, { status: 'failed' }]),
  planned(approvals, [{ status: 'approved' }]),
  planned(sellers),
  planned(workItemRows, [{ view: 'late' }, { view: 'resolved' }]),
  planned(workflowRuns, [{ view: 'work' }]),
  planned(webhooks, [{ view: 'not_ours' }]),
  planned(importRuns),
  planned(auditEntries, [{ action: 'refund.approve' }, { actorId: somebody }, { purchaseId: somebody }]),
  planned(offersOnSale),
]

describe.each(lists)('the list of $noun', ({ inputs, stepsOf }) => {
  test.each(inputs)('is read in the order of an index: %j', async (input) => {
    const steps = await stepsOf(input)
    expect(steps.filter((step) => /Sort|Seq Scan/.test(step))).toEqual([])
    expect(steps).toContain('Limit')
  })
})

test('every list that people look at is among them', () => {
  expect(lists.map(({ noun }) => noun)).toEqual(expect.arrayContaining([...listedNouns]))
})
