import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { fillMarkets, type MarketAtSize, until } from '../../test/market-at-size.ts'
import { listAfter } from '../list/list.ts'
import { readTenant } from '../postgres/client.ts'
import { isOfSuch } from './by-total.ts'
import { purchases } from './list.ts'
import { listedParts } from './parts.ts'

const tenantId = '01900000-0000-7000-8000-00000000000a'
let database: TestDatabase
let market: MarketAtSize
let admin: pg.Client
beforeAll(async () => {
  database = await testDatabase({ connectionsMax: 1 })
  const [only] = await fillMarkets(database.adminUrl, { [tenantId]: 20_000 })
  if (only === undefined) throw new Error('no market was filled')
  market = only
  admin = new pg.Client({ connectionString: database.adminUrl })
  await admin.connect()
}, 300_000)
afterAll(async () => {
  await admin.end()
  await database.close()
})

/** The first page, asked in the plainest words. */
async function plainly(condition: string, sellerIds: string[] | undefined, sort: string): Promise<string[]> {
  const { rows } = await admin.query<{ id: string }>(
    `select purchase.id from purchase, lateral (
      select sum(part.payable_amount) as total, count(*) as count from "order" part
      where part.purchase_id = purchase.id and ($2::uuid[] is null or part.seller_id = any($2))) seen
    where purchase.tenant_id = $1 and seen.count > 0 and ${condition}
    order by ${sort === '-total' ? 'seen.total desc' : 'purchase.placed_at desc'}, purchase.id desc limit 20`,
    [tenantId, sellerIds ?? null],
  )
  return rows.map(({ id }) => id)
}

const late = `exists (select from "order" part where part.purchase_id = purchase.id and part.ship_by < '${until.toISOString()}'
  and part.status in ('placed', 'accepted', 'in_fulfilment') and ($2::uuid[] is null or part.seller_id = any($2)))`

test.each([undefined, [0], [1], [0, 1, 3], [3, 4, 5, 6, 7]])(
  'what is collected, walked or looked up answers alike, to people of the sellers %j',
  async (numbers) => {
    const sellerIds = numbers?.map((n) => market.idOf('seller', n))
    const reader = { sellerIds, memberId: undefined, now: until }
    const seller = market.idOf('seller', 0)
    const asked: [Record<string, unknown>, string][] = [
      [{ view: 'late' }, late],
      ...[0, 77].map((n): [Record<string, unknown>, string] => [
        { buyerId: market.idOf('buyer', n) },
        `buyer_id = '${market.idOf('buyer', n)}'`,
      ]),
      ...[1, 2].map((n): [Record<string, unknown>, string] => [
        { importRunId: market.idOf('import', n) },
        // Which import brought a purchase is shown to whoever sees all of it.
        `import_run_id = '${market.idOf('import', n)}' and $2::uuid[] is null`,
      ]),
      [
        { sellerId: seller },
        `exists (select from "order" part where part.purchase_id = purchase.id and part.seller_id = '${seller}')
          and ($2::uuid[] is null or '${seller}' = any($2))`,
      ],
    ]
    for (const [input, condition] of asked) {
      for (const sort of ['-total', '-placedAt']) {
        const { items } = await readTenant(database.ro, tenantId, (tx) =>
          listAfter(tx, purchases, {
            input: purchases.list.Input.parse({ ...input, sort }),
            reader,
            from: undefined,
            limit: 20,
          }),
        )
        const expected = await plainly(condition, sellerIds, sort)
        expect(
          items.map(({ id }) => id),
          JSON.stringify({ ...input, sort }),
        ).toEqual(expected)
      }
    }
  },
  120_000,
)

test('purchases that are late are the same whichever way they are found', async () => {
  await readTenant(database.ro, tenantId, async (tx) => {
    const idsOf = async (such: Parameters<typeof isOfSuch>[2]) => {
      const isLate = isOfSuch(tx, listedParts.late('part', { now: until }), such)
      const rows = await tx
        .selectFrom('purchase')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where(isLate)
        .execute()
      return rows.map(({ id }) => id).toSorted()
    }
    const some = await idsOf('some')
    expect(some.length).toBeGreaterThan(0)
    expect(await idsOf('many')).toEqual(some)
    expect(await idsOf(some)).toEqual(some)
  })
})
