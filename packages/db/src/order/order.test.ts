import { noComponents } from '@mainstay/domain/order/line'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { type Market, openMarket, placeInMarket } from '../../test/market.ts'
import { writer } from '../../test/writer.ts'
import { inTenant, raw, readTenant, type Tx } from '../postgres/client.ts'
import { getPurchase, savePurchaseStatus } from '../purchase/purchase.ts'
import { lockOrderLines } from './line.ts'
import { saveLineProgress } from './line-effect.ts'
import { lockOrder, lockOrders, saveOrders } from './order.ts'

let database: TestDatabase
let market: Market
beforeAll(async () => {
  database = await testDatabase()
  market = await openMarket(database.rw)
})
afterAll(() => database.close())

const commit = <R>(fn: (tx: Tx) => Promise<R>) => inTenant(database.rw, writer(market.tenantId), fn)
const place = () =>
  commit((tx) =>
    placeInMarket(tx, market, {
      lines: [
        { offerId: market.paper, quantity: 2 },
        { offerId: market.soap, quantity: 1 },
      ],
    }),
  )

test('locked orders and lines are what was placed, and what is saved of them shows on the purchase', async () => {
  const { id } = await place()
  await commit(async (tx) => {
    const orders = await lockOrders(tx, id)
    expect(orders).toMatchObject([
      { sellerId: market.blom.id, payable: 2380, captured: 0, commission: 250, version: 1 },
      { sellerId: market.hahn.id, payable: 2380, captured: 0 },
    ])
    const lines = await lockOrderLines(
      tx,
      orders.map((order) => order.id),
    )
    expect(lines).toHaveLength(2)
    for (const line of lines) {
      expect(line).toMatchObject({
        payable: 2380,
        commission: 250,
        captured: 0,
        freeCaptured: 0,
        consumed: noComponents,
      })
    }
    const captured = orders.map((order) => ({ ...order, captured: order.payable, paymentStatus: 'paid' as const }))
    await saveLineProgress(
      tx,
      lines.map((line) => ({ ...line, captured: line.payable })),
    )
    await saveOrders(tx, captured)
    await savePurchaseStatus(tx, id, { payment: 'captured', orders: captured })
  })

  const purchase = await readTenant(database.ro, market.tenantId, (tx) => getPurchase(tx, id))
  expect(purchase).toMatchObject({ paymentStatus: 'paid', version: 2 })
  expect(purchase.orders.map((order) => [order.captured, order.version])).toEqual([
    [2380, 2],
    [2380, 2],
  ])
  expect(purchase.orders.flatMap((order) => order.lines.map((line) => line.refundable))).toEqual([2380, 2380])
})

test('what returns have used up of a line is what their effects say, less what was undone', async () => {
  const { id } = await place()
  await commit(async (tx) => {
    const [order] = await lockOrders(tx, id)
    const [line] = await lockOrderLines(tx, [order?.id ?? ''])
    if (!order || !line) throw new Error('there is an order with a line')
    const effect = (movement: string, commission: number) =>
      raw(
        tx,
        `insert into line_effect (tenant_id, id, order_id, order_line_id, movement, source_type, source_id, part, amount,
           funding, supply_tax, tax_operator, commission, commission_tax, operator_income)
         values ($1, $2, $3, $4, $5, 'refund', $6, 0, 1000, 0, 0, 0, $7, 20, 0)`,
        [tx.tenantId, v7(), order.id, line.lineId, movement, v7(), commission],
      )
    await effect('capture', 250)
    await effect('value_back', 100)
    await effect('value_back', 50)
    await effect('value_back_undone', 50)
    const [moved] = await lockOrderLines(tx, [order.id])
    expect(moved).toMatchObject({
      freeCaptured: 0,
      consumed: { ...noComponents, commission: 100, commissionTax: 20 },
    })
  })
})

test('no more can come back of a line than was captured', async () => {
  const { id } = await place()
  const overReturn = commit(async (tx) => {
    const orders = await lockOrders(tx, id)
    const lines = await lockOrderLines(
      tx,
      orders.map((order) => order.id),
    )
    await saveLineProgress(
      tx,
      lines.map((line) => ({ ...line, captured: 1000, returned: 1001 })),
    )
  })
  await expect(overReturn).rejects.toMatchObject({ constraint: 'order_line_consumed' })
})

test('an order that changed since it was read is not saved over', async () => {
  const { orders } = await place()
  const id = orders[0]?.id ?? ''
  const read = await commit((tx) => lockOrder(tx, id))
  await commit((tx) => saveOrders(tx, [{ ...read, returnStatus: 'none' }]))
  await expect(commit((tx) => saveOrders(tx, [read]))).rejects.toThrow('changed although it was locked')
  await expect(commit((tx) => lockOrder(tx, v7()))).rejects.toThrow('no such order')
})
