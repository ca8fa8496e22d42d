import { randomUUID } from 'node:crypto'
import { accepted } from '@mainstay/domain/command/decision'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { type Market, openMarket, placeInMarket } from '../../test/market.ts'
import { linesOf, payFor } from '../../test/paid-purchase.ts'
import { writer } from '../../test/writer.ts'
import { postEntries } from '../ledger/ledger.ts'
import { inTenant, readTenant, type Tx } from '../postgres/client.ts'
import { getRefundImpact } from './impact.ts'
import { getOrderToRefund } from './request.ts'

let database: TestDatabase
let market: Market
beforeAll(async () => {
  database = await testDatabase()
  market = await openMarket(database.rw)
})
afterAll(() => database.close())

const commit = <R>(fn: (tx: Tx) => Promise<R>) => inTenant(database.rw, writer(market.tenantId), fn)

/** Two papers of Blom for 23.80. */
const paidOrder = () =>
  commit(async (tx) => {
    const purchase = await placeInMarket(tx, market, { lines: [{ offerId: market.paper, quantity: 2 }] })
    await payFor(tx, purchase)
    const [line] = await linesOf(tx, purchase.id)
    if (line === undefined) throw new Error('nothing was bought')
    return line
  })

test('a seller in debt will owe more, whatever other orders have pending', async () => {
  const line = await paidOrder()
  const { sellerId } = await readTenant(database.ro, market.tenantId, (tx) => getOrderToRefund(tx, line.orderId))
  const preview = (amount: number) =>
    readTenant(database.ro, market.tenantId, async (tx) =>
      accepted(
        await getRefundImpact(tx, await getOrderToRefund(tx, line.orderId), {
          lines: [{ orderLineId: line.id, amount, quantity: null }],
          bearer: 'seller',
          sellerSharePpm: 1_000_000,
          commissionPolicy: 'return',
        }),
      ),
    )
  expect((await preview(2380)).sellerWillOwe).toBeNull()

  await paidOrder()
  await paidOrder()
  await commit(async (tx) =>
    postEntries(
      tx,
      [
        {
          kind: 'seller_charge',
          effectKey: 'seller_charge:c1',
          currency: 'EUR',
          occurredAt: tx.act.at,
          sourceType: 'dispute',
          sourceId: randomUUID(),
          postings: [
            { account: { kind: 'seller_available', owner: sellerId }, amount: 500 },
            { account: { kind: 'seller_charges' }, amount: -500 },
          ],
        },
      ],
      {},
    ),
  )
  // The order has nothing left then, and the others' money is not there to take.
  expect((await preview(2380)).sellerWillOwe).toEqual({ amount: 500, currency: 'EUR' })
  expect((await preview(100)).sellerWillOwe).toBeNull()
})
