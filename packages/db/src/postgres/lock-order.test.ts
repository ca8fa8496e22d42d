import { importedPurchase } from '@mainstay/domain/import-run/purchase'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { blumenhaus, type Market, openMarket, openOffer, placeInMarket } from '../../test/market.ts'
import { hire, linesOf, payFor } from '../../test/paid-purchase.ts'
import { askForRefund, releaseRefund } from '../../test/refund-desk.ts'
import { writer } from '../../test/writer.ts'
import type { Member } from '../access/member.ts'
import { startImportRun } from '../import-run/import-run.ts'
import { importPurchases } from '../import-run/purchases.ts'
import { balanceDifferences } from '../ledger/reading.ts'
import { saveBuyer } from '../purchase/buyer.ts'
import { getRefundImpact } from '../refund/impact.ts'
import { lockRefund } from '../refund/refund.ts'
import { getOrderToRefund } from '../refund/request.ts'
import { claimRefund, recordRefundFact } from '../refund/send.ts'
import { insertSeller } from '../seller/seller.ts'
import { inTenant, raw, readTenant, type Tx } from './client.ts'

const at = new Date('2026-11-22T12:00:00Z')
const report = { actor: { type: 'provider', name: 'Stripe' } as const, at }

const conflicts: string[] = []
let database: TestDatabase
let market: Market
let jonas: Member
let maria: Member
/** One of each of eight sellers. */
let offers: string[]
beforeAll(async () => {
  database = await testDatabase({ connectionsMax: 24, onConflict: (code) => conflicts.push(code) })
  market = await openMarket(database.rw)
  jonas = await commit((tx) => hire(tx, market, 'Jonas Weber'))
  maria = await commit((tx) => hire(tx, market, 'Maria Lindholm'))
  offers = await times(8, (index) =>
    commit(async (tx) => {
      const seller = await insertSeller(tx, { name: `Seller ${index}`, parent: market.operator })
      return openOffer(tx, { seller, sku: `SKU-${index}`, unitPrice: 1190 })
    }),
  )
})
afterAll(() => database.close())

const commit = <R>(fn: (tx: Tx) => Promise<R>) => inTenant(database.rw, writer(market.tenantId, report), fn)
const times = <R>(count: number, fn: (index: number) => Promise<R>) =>
  Promise.all(Array.from({ length: count }, (_, index) => fn(index)))

/** Of three sellers, their offers named in whatever order. */
const place = (index: number) => {
  const lines = [0, 3, 5].map((step) => ({ offerId: offers[(index * 7 + step) % offers.length] ?? '', quantity: 1 }))
  return commit(async (tx) => {
    const { id, paymentId } = await placeInMarket(tx, market, { lines })
    return { id, paymentId, lines: await linesOf(tx, id) }
  })
}

/** The money of all orders and the provider's fee, in one transaction. */
async function pay(purchase: Awaited<ReturnType<typeof place>>) {
  await commit((tx) => payFor(tx, purchase, { at, fee: 45 }))
  return purchase
}

/** Of each order one, from the question to the provider's answer. */
async function refund({ lines }: Awaited<ReturnType<typeof place>>): Promise<void> {
  await Promise.all(
    lines.map(async (line) => {
      const asked = { orderId: line.orderId, lines: [{ orderLineId: line.id, amount: 400, quantity: null }] }
      await readTenant(database.ro, market.tenantId, async (tx) =>
        getRefundImpact(tx, await getOrderToRefund(tx, line.orderId), {
          ...asked,
          bearer: 'shared',
          sellerSharePpm: 500_000,
          commissionPolicy: 'return',
        }),
      )
      const refundId = await commit((tx) =>
        askForRefund(tx, jonas, { ...asked, bearer: 'shared', sellerSharePpm: 500_000 }),
      )
      await commit((tx) => releaseRefund(tx, maria, refundId))
      await commit(async (tx) => claimRefund(tx, await lockRefund(tx, refundId)))
      const taken = { status: 'succeeded', reference: `re_${refundId}` } as const
      await commit(async (tx) => recordRefundFact(tx, await lockRefund(tx, refundId), taken))
    }),
  )
}

async function importOrders(batch: number): Promise<void> {
  const run = { source: `old-shop-${batch}`, currency: 'EUR' as const }
  await commit(async (tx) => {
    const { id } = await startImportRun(tx, {
      ...run,
      fileName: 'orders.csv',
      fileHash: `${batch}`,
      linesRead: 20,
      purchasesInFile: 20,
      purchasesRejected: 0,
      problems: [],
    })
    await importPurchases(tx, {
      run: { id, ...run },
      tenant: market.tenant,
      buyer: await saveBuyer(tx, blumenhaus),
      purchases: Array.from({ length: 20 }, (_, index) =>
        importedPurchase([
          {
            orderId: `${batch}-${index}`,
            line: 2,
            itemId: '1',
            productId: 'P',
            sellerId: `S${index % 5}`,
            shippingLimit: at,
            price: 100,
            freight: 0,
          },
        ]),
      ),
    })
  })
}

/** What the server has counted. A connection tells it at its end what it met. */
async function countDeadlocks(): Promise<number> {
  await inTenant(database.rw, writer(market.tenantId, report), (tx) => raw(tx, 'select pg_stat_force_next_flush()', []))
  const admin = new pg.Client({ connectionString: database.adminUrl })
  await admin.connect()
  const { rows } = await admin.query<{ deadlocks: number }>(
    'select deadlocks::int from pg_stat_database where datname = current_database()',
  )
  await admin.end()
  return rows[0]?.deadlocks ?? Number.NaN
}

test('purchases, captures with their fees, refunds, previews and imports at once never wait in a circle', async () => {
  const paid = await times(12, async (index) => pay(await place(index)))
  await Promise.all([
    times(60, async (index) => pay(await place(index))),
    times(12, async (index) => {
      const purchase = paid[index]
      if (purchase !== undefined) await refund(purchase)
    }),
    times(6, importOrders),
  ])
  expect(await readTenant(database.ro, market.tenantId, balanceDifferences)).toEqual([])
  expect(conflicts).toEqual([])
  expect(await countDeadlocks()).toBe(0)
})
