import { isDeepStrictEqual } from 'node:util'
import { sumOf } from '@mainstay/domain/money/sum'
import { OrderStatus } from '@mainstay/domain/order/lifecycle'
import type { OrderSummary } from '@mainstay/domain/order/order'
import { statusesOfParts } from '@mainstay/domain/purchase/parts'
import { FulfilmentStatus, PaymentStatus, type PurchaseSummary } from '@mainstay/domain/purchase/purchase'
import { RefundStatus } from '@mainstay/domain/refund/lifecycle'
import type { Refund } from '@mainstay/domain/refund/refund'
import { SellerStatus } from '@mainstay/domain/seller/lifecycle'
import type { SellerSummary } from '@mainstay/domain/seller/seller'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { openMarket } from '../../test/market.ts'
import { befall, firstPlaced, hour, placeShared, type SharedPurchases } from '../../test/shared-purchases.ts'
import { writer } from '../../test/writer.ts'
import { orders } from '../order/list.ts'
import { inTenant, type ReadTx, readTenant } from '../postgres/client.ts'
import { purchases } from '../purchase/list.ts'
import { getPurchase } from '../purchase/purchase.ts'
import { refunds } from '../refund/list.ts'
import { sellers } from '../seller/list.ts'
import { countRows, listAll, listPage } from './list.ts'
import type { ListSource } from './source.ts'

const now = new Date('2026-11-25T00:00:00Z')
const cursorSecret = 'signs the cursors of this test'

let database: TestDatabase
let tenantId: string
let market: SharedPurchases
beforeAll(async () => {
  database = await testDatabase()
  const opened = await openMarket(database.rw)
  tenantId = opened.tenantId
  market = await inTenant(database.rw, writer(tenantId), (tx) => placeShared(tx, opened))
}, 120_000)
afterAll(() => database.close())

function read<R>(fn: (tx: ReadTx) => Promise<R>): Promise<R> {
  return readTenant(database.ro, tenantId, fn)
}

/** What may be asked of a list, and by what a reader is shown of a row whether it answers. */
type Question<Item> = [input: Record<string, unknown>, answers: (item: Item) => boolean]
type By<Item> = Record<string, (item: Item) => number | string>

/** What this list answers to that reader otherwise than by what they are shown. */
async function oracles<Row extends { id: string }, Item extends { id: string }>(
  source: ListSource<Row, Item>,
  { questions, sorts, sellerIds }: { questions: Question<Item>[]; sorts: By<Item>; sellerIds: string[] | undefined },
): Promise<string[]> {
  const reader = readerOf(sellerIds)
  const asked = (input: Record<string, unknown>) => ({ input: source.list.Input.parse(input), reader, cursorSecret })
  const idsOf = (items: readonly Item[]) => items.map(({ id }) => id)
  const shown = await read((tx) => listAll(tx, source, asked({})))
  const found: string[] = []
  const expectSame = (input: Record<string, unknown>, [told, seen]: [unknown, unknown]) => {
    if (JSON.stringify(told) !== JSON.stringify(seen)) found.push(`${source.list.noun} ${JSON.stringify(input)}`)
  }
  for (const [input, answers] of questions) {
    const seen = shown.filter(answers)
    expectSame(input, [idsOf(await read((tx) => listAll(tx, source, asked(input)))).sort(), idsOf(seen).sort()])
    expectSame({ ...input, count: true }, [
      (await read((tx) => countRows(tx, source, asked(input))))?.count,
      seen.length,
    ])
  }
  for (const [key, valueOf] of Object.entries(sorts)) {
    for (const sort of [key, `-${key}`]) {
      const sign = sort === key ? 1 : -1
      const rank = (a: Item, b: Item) => {
        const [x, y] = [valueOf(a), valueOf(b)]
        return sign * (x === y ? (a.id < b.id ? -1 : 1) : x < y ? -1 : 1)
      }
      const pageAt = (cursor?: string) => read((tx) => listPage(tx, source, asked({ sort, limit: 5, cursor })))
      const pages = [await pageAt()]
      for (let page = pages[0]; page?.older; page = pages.at(-1)) pages.push(await pageAt(page.older))
      expectSame({ sort }, [idsOf(pages.flatMap(({ items }) => items)), idsOf(shown.toSorted(rank))])
    }
  }
  return found
}

type Around = { buyerIds: ReadonlySet<string>; toAccept: ReadonlySet<string> }

function ofPurchases({ buyerIds, toAccept }: Around): Question<PurchaseSummary>[] {
  const question = (input: Record<string, unknown>, answers: (item: PurchaseSummary) => boolean) =>
    [input, answers] satisfies Question<PurchaseSummary>
  const isLate = ({ shipBy }: PurchaseSummary) => shipBy !== null && shipBy < now
  return [
    ...PaymentStatus.options.map((status) => question({ paymentStatus: status }, (is) => is.paymentStatus === status)),
    ...FulfilmentStatus.options.map((status) =>
      question({ fulfilmentStatus: status }, (is) => is.fulfilmentStatus === status),
    ),
    ...market.sellers.map(({ id }) =>
      question({ sellerId: id }, ({ sellers: shown }) => shown.some((each) => each.id === id)),
    ),
    ...['EUR', 'BRL'].flatMap((totalCurrency) =>
      [0, 3, 6, 9, 14, 20].flatMap((bound) => [
        question({ totalFrom: bound, totalCurrency }, ({ total: { amount, currency } }) => {
          return currency === totalCurrency && amount >= bound
        }),
        question(
          { totalTo: bound, totalCurrency, paymentStatus: 'paid' },
          ({ total: { amount, currency }, paymentStatus }) =>
            currency === totalCurrency && amount <= bound && paymentStatus === 'paid',
        ),
      ]),
    ),
    question({ totalCurrency: 'BRL' }, ({ total }) => total.currency === 'BRL'),
    ...[...buyerIds].map((buyerId) => question({ buyerId }, ({ buyer }) => buyer.id === buyerId)),
    // Which import a purchase came with is not shown: nobody learns of one by it.
    question({ importRunId: tenantId }, () => false),
    ...[0, 5, 11].flatMap((hours) => {
      const at = new Date(firstPlaced + hours * hour)
      return [
        question({ placedFrom: at }, ({ placedAt }) => placedAt >= at),
        question({ placedTo: at }, ({ placedAt }) => placedAt < at),
      ]
    }),
    question({ view: 'late' }, isLate),
    question({ view: 'late', paymentStatus: 'paid' }, (is) => isLate(is) && is.paymentStatus === 'paid'),
    question({ view: 'on_hold' }, (is) => is.fulfilmentStatus === 'on_hold'),
    question({ view: 'unknown' }, (is) => is.paymentStatus === 'unknown'),
    question({ view: 'to_accept' }, ({ id }) => toAccept.has(id)),
  ]
}

function ofOrders(): Question<OrderSummary>[] {
  return [
    ...OrderStatus.options.map((status): Question<OrderSummary> => [{ status }, (is) => is.status === status]),
    ...market.sellers.map(({ id }): Question<OrderSummary> => [{ sellerId: id }, (is) => is.seller.id === id]),
  ]
}

function ofRefunds(): Question<Refund>[] {
  return [
    ...RefundStatus.options.map((status): Question<Refund> => [{ status: [status] }, (is) => is.status === status]),
    ...market.purchases.map(({ id }): Question<Refund> => [{ purchaseId: id }, (is) => is.purchase.id === id]),
    [{ view: 'waiting' }, (is) => is.status === 'requested'],
    [{ view: 'trouble' }, (is) => ['failed', 'unknown'].includes(is.status)],
  ]
}

function ofSellers(): Question<SellerSummary>[] {
  return [
    ...SellerStatus.options.map(
      (status): Question<SellerSummary> => [{ status: [status] }, (is) => is.status === status],
    ),
    ...market.sellers.map(({ name }): Question<SellerSummary> => [{ query: name }, (is) => is.name === name]),
    [{ view: 'active' }, (is) => is.status === 'active'],
  ]
}

const inputOf = (source: { list: { Input: { parse(input: object): object } } }) => ({ ...source.list.Input.parse({}) })
const readerOf = (sellerIds?: string[]) => ({ sellerIds, memberId: undefined, now })

function shownTo(sellerIds?: string[]): Promise<[PurchaseSummary[], OrderSummary[]]> {
  const reader = readerOf(sellerIds)
  return read((tx) =>
    Promise.all([
      listAll(tx, purchases, { input: inputOf(purchases), reader }),
      listAll(tx, orders, { input: inputOf(orders), reader }),
    ]),
  )
}

/** What all lists with sellers in them tell a reader of these sellers, or of all, besides what they show. */
async function told(sellerIds?: string[]): Promise<string[]> {
  const [whole] = await shownTo()
  const [, parts] = await shownTo(sellerIds)
  const buyerIds = new Set(whole.map(({ buyer }) => buyer.id))
  const waiting = parts.filter(
    (part) => part.status === 'placed' && ['authorized', 'paid'].includes(part.paymentStatus),
  )
  const toAccept = new Set(waiting.map(({ purchase }) => purchase.id))
  return [
    ...(await oracles(purchases, {
      questions: ofPurchases({ buyerIds, toAccept }),
      sorts: { placedAt: ({ placedAt }) => placedAt.getTime(), total: ({ total }) => total.amount },
      sellerIds,
    })),
    ...(await oracles(orders, {
      questions: ofOrders(),
      sorts: { placedAt: ({ placedAt }) => placedAt.getTime() },
      sellerIds,
    })),
    ...(await oracles(refunds, {
      questions: ofRefunds(),
      sorts: { requestedAt: ({ requestedAt }) => requestedAt.getTime() },
      sellerIds,
    })),
    ...(await oracles(sellers, { questions: ofSellers(), sorts: { name: ({ name }) => name }, sellerIds })),
  ]
}

/** Where a purchase is shown to that reader as something else than the parts they see. */
async function misshown(sellerIds?: string[]): Promise<unknown[]> {
  const [shown, parts] = await shownTo(sellerIds)
  const partsOf = Map.groupBy(parts, ({ purchase }) => purchase.id)
  const seen = shown.map(({ id }) => {
    const own = partsOf.get(id) ?? []
    const statuses = statusesOfParts(own.map(({ payable, ...part }) => ({ ...part, payable: payable.amount })))
    return { id, ...statuses, total: sumOf(own, ({ payable }) => payable.amount) }
  })
  const asShown = ({ id, paymentStatus, fulfilmentStatus, returnStatus, total }: PurchaseSummary) => {
    return { id, paymentStatus, fulfilmentStatus, returnStatus, total: total.amount }
  }
  const pages = await Promise.all(shown.map(({ id }) => read((tx) => getPurchase(tx, id, sellerIds))))
  return seen.filter((each, index) => {
    const [row, page] = [shown[index], pages[index]]
    return !row || !page || !isDeepStrictEqual(asShown(row), each) || !isDeepStrictEqual(asShown(page), each)
  })
}

test('a list answers a reader of some sellers, and of all, by nothing but what it shows them', async () => {
  const [blom, hahn] = market.sellers.map(({ id }) => id)
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      await inTenant(database.rw, writer(tenantId), (tx) => befall(tx, market, { seed, now }))
      const answered = { one: await told([blom ?? '']), two: await told([blom ?? '', hahn ?? '']), all: await told() }
      expect(answered).toEqual({ one: [], two: [], all: [] })
      expect(await misshown([blom ?? ''])).toEqual([])
      expect(await misshown([blom ?? '', hahn ?? ''])).toEqual([])
      expect(await misshown()).toEqual([])
    }),
    { numRuns: 6, endOnFailure: true },
  )
}, 300_000)
