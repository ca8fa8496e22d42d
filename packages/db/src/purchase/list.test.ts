import { orderList } from '@mainstay/domain/order/order'
import { type PurchaseSummary, purchaseList } from '@mainstay/domain/purchase/purchase'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { blumenhaus, type Market, openMarket, placeInMarket } from '../../test/market.ts'
import { writer } from '../../test/writer.ts'
import { countRows, listPage } from '../list/list.ts'
import { CursorRefused } from '../list/page.ts'
import { orders } from '../order/list.ts'
import { inTenant, raw, readTenant } from '../postgres/client.ts'
import { purchases } from './list.ts'

const cursorSecret = 'signs the cursors of this test'
const now = new Date('2026-11-25T00:00:00Z')

let database: TestDatabase
let market: Market
let everything: PurchaseSummary[]
beforeAll(async () => {
  database = await testDatabase()
  market = await openMarket(database.rw)
  for (let turn = 0; turn < 24; turn += 1) await placeTurn(turn)
  everything = (await list({ limit: 200 })).items
}, 120_000)
afterAll(() => database.close())

const paymentStatuses = ['unpaid', 'paid', 'unknown'] as const
const orderStatuses = ['placed', 'accepted', 'delivered', 'canceled'] as const

/** Purchases over six hours, three placed at each moment, of several buyers, sellers, sizes and states. */
async function placeTurn(turn: number): Promise<void> {
  const buyer = {
    ...blumenhaus,
    externalId: `B-${turn % 4}`,
    name: ['Ahorn', 'Ärmel', 'Birke', 'BIRKENHOF'][turn % 4] ?? '',
  }
  const lines = [
    { offerId: market.paper, quantity: 1 + turn },
    { offerId: market.soap, quantity: 1 },
  ].slice(turn % 3 === 0 ? 0 : turn % 2, turn % 3 === 0 ? 2 : 1 + (turn % 2))
  const placedAt = new Date(Date.parse('2026-11-20T06:00:00Z') + Math.floor(turn / 3) * 3_600_000)
  await inTenant(database.rw, writer(market.tenantId), async (tx) => {
    const { id } = await placeInMarket(tx, market, { lines, now: placedAt, buyer })
    const payment = paymentStatuses[turn % 3] ?? 'unpaid'
    const status = orderStatuses[turn % 4] ?? 'placed'
    await raw(tx, 'update "order" set status = $3, payment_status = $4 where tenant_id = $1 and purchase_id = $2', [
      tx.tenantId,
      id,
      status,
      payment,
    ])
    await raw(tx, 'update purchase set fulfilment_status = $3, payment_status = $4 where tenant_id = $1 and id = $2', [
      tx.tenantId,
      id,
      status,
      payment,
    ])
  })
}

const asked = (input: Record<string, unknown>, sellerIds?: string[]) => ({
  input: purchaseList.Input.parse(input),
  reader: { sellerIds, memberId: undefined, now },
  cursorSecret,
})

function list(input: Record<string, unknown>, sellerIds?: string[]) {
  return readTenant(database.ro, market.tenantId, (tx) => listPage(tx, purchases, asked(input, sellerIds)))
}

function count(input: Record<string, unknown>, sellerIds?: string[]) {
  return readTenant(database.ro, market.tenantId, (tx) => countRows(tx, purchases, asked(input, sellerIds)))
}

const ids = (purchases: readonly PurchaseSummary[]) => purchases.map(({ id }) => id)

describe('the list of purchases', () => {
  test('is newest first, and by id where the moment is the same', () => {
    expect(everything).toHaveLength(24)
    const sorted = everything.toSorted((a, b) => b.placedAt.getTime() - a.placedAt.getTime() || (a.id < b.id ? 1 : -1))
    expect(ids(everything)).toEqual(ids(sorted))
  })

  test('filters as it says', async () => {
    const from = new Date('2026-11-20T08:00:00Z')
    const to = new Date('2026-11-20T11:00:00Z')
    const [first] = everything
    const expectations: [Record<string, unknown>, (purchase: PurchaseSummary) => boolean][] = [
      [{ paymentStatus: 'paid' }, (each) => each.paymentStatus === 'paid'],
      [{ fulfilmentStatus: 'accepted' }, (each) => each.fulfilmentStatus === 'accepted'],
      [
        { view: 'unknown', fulfilmentStatus: 'placed' },
        (each) => each.paymentStatus === 'unknown' && each.fulfilmentStatus === 'placed',
      ],
      [{ view: 'to_accept' }, (each) => each.paymentStatus === 'paid' && each.fulfilmentStatus === 'placed'],
      [{ view: 'late' }, (each) => ['placed', 'accepted'].includes(each.fulfilmentStatus)],
      [{ placedFrom: from, placedTo: to }, (each) => each.placedAt >= from && each.placedAt < to],
      [
        { totalFrom: 5000, totalTo: 20_000, totalCurrency: 'EUR' },
        (each) => each.total.amount >= 5000 && each.total.amount <= 20_000,
      ],
      [{ sellerId: market.hahn.id }, (each) => each.sellers.some(({ id }) => id === market.hahn.id)],
      [{ buyerId: first?.buyer.id }, (each) => each.buyer.id === first?.buyer.id],
      [{ query: 'birke' }, (each) => each.buyer.name.toLowerCase().startsWith('birke')],
      [{ query: 'ärmel' }, (each) => each.buyer.name === 'Ärmel'],
      [{ query: first?.number }, (each) => each.id === first?.id],
    ]
    for (const [input, isExpected] of expectations) {
      const expected = everything.filter(isExpected)
      const { items } = await list({ ...input, limit: 200 })
      expect(ids(items), JSON.stringify(input)).toEqual(ids(expected))
      expect(expected.length, JSON.stringify(input)).toBeGreaterThan(0)
      expect(expected.length, JSON.stringify(input)).toBeLessThan(24)
      expect(await count(input), JSON.stringify(input)).toEqual({ count: expected.length, isMore: false })
    }
  })

  test('is sorted either way by each of its orders, page by page', async () => {
    const amount = ({ total }: PurchaseSummary) => total.amount
    const placed = ({ placedAt }: PurchaseSummary) => placedAt.getTime()
    for (const [sort, by, sign] of [
      ['total', amount, 1],
      ['-total', amount, -1],
      ['placedAt', placed, 1],
      ['-placedAt', placed, -1],
    ] as const) {
      const sorted = everything.toSorted((a, b) => sign * (by(a) - by(b) || (a.id < b.id ? -1 : 1)))
      const pages = [await list({ sort, limit: 7 })]
      for (let page = pages[0]; page?.older; page = pages.at(-1))
        pages.push(await list({ sort, limit: 7, cursor: page.older }))
      expect(ids(pages.flatMap(({ items }) => items)), sort).toEqual(ids(sorted))
    }
  })

  test('can be read on and back again, page by page, with nothing twice and nothing left out', async () => {
    const pages = [await list({ limit: 5 })]
    for (let page = pages[0]; page?.older; page = pages.at(-1)) pages.push(await list({ limit: 5, cursor: page.older }))
    expect(ids(pages.flatMap((page) => page.items))).toEqual(ids(everything))

    const back = [pages.at(-1)]
    for (let page = back[0]; page?.newer; page = back[0]) back.unshift(await list({ limit: 5, cursor: page.newer }))
    expect(ids(back.flatMap((page) => page?.items ?? []))).toEqual(ids(everything))
  })

  test('does not take the cursor of another list', async () => {
    const { older } = await list({ limit: 5 })
    await expect(list({ limit: 5, cursor: older, paymentStatus: 'paid' })).rejects.toThrow(CursorRefused)
  })

  test("shows a seller's people what their parts come to", async () => {
    const { items } = await list({ limit: 200 }, [market.blom.id])
    const withBlom = everything.filter((each) => each.sellers.some(({ id }) => id === market.blom.id))
    expect(ids(items)).toEqual(ids(withBlom))
    expect(new Set(items.flatMap((each) => each.sellers.map(({ name }) => name)))).toEqual(new Set(['Blom Papier']))
    const both = items.find((each) => everything.some(({ id, sellers }) => id === each.id && sellers.length === 2))
    const whole = everything.find(({ id }) => id === both?.id)
    expect(both?.total.amount).toBe((whole?.total.amount ?? 0) - 2380)
    expect((await list({}, [])).items).toEqual([])
    expect(await count({}, [market.blom.id])).toEqual({ count: withBlom.length, isMore: false })
  })

  test("tells a seller's people nothing of what the others sold, by its filters and its order", async () => {
    const blom = [market.blom.id]
    const whole = everything.find(({ sellers }) => sellers.length === 2)
    const part = (await list({ limit: 200 }, blom)).items.find(({ id }) => id === whole?.id)
    if (!whole || !part) throw new Error('a purchase has two sellers')
    const between = { totalFrom: part.total.amount + 1, totalTo: whole.total.amount, totalCurrency: 'EUR' }
    expect(ids((await list({ ...between, limit: 200 })).items)).toContain(whole.id)
    expect(ids((await list({ ...between, limit: 200 }, blom)).items)).not.toContain(whole.id)
    const amounts = (await list({ sort: '-total', limit: 200 }, blom)).items.map(({ total }) => total.amount)
    expect(amounts).toEqual(amounts.toSorted((a, b) => b - a))
  })
})

test("the list of orders is a page of sellers' parts", async () => {
  const page = await readTenant(database.ro, market.tenantId, (tx) =>
    listPage(tx, orders, {
      ...asked({}, [market.hahn.id]),
      input: orderList.Input.parse({ limit: 200, status: 'accepted' }),
    }),
  )
  const expected = everything.filter(
    (each) => each.fulfilmentStatus === 'accepted' && each.sellers.some(({ id }) => id === market.hahn.id),
  )
  expect(page.items.map(({ purchase }) => purchase.id)).toEqual(ids(expected))
  expect(new Set(page.items.map(({ seller }) => seller.name))).toEqual(new Set(['Hahn Hygiene']))
})
