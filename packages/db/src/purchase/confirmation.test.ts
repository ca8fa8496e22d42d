import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { blumenhaus, type Market, openMarket, placeInMarket } from '../../test/market.ts'
import { hire, linesOf, payFor } from '../../test/paid-purchase.ts'
import { askForRefund } from '../../test/refund-desk.ts'
import { writer } from '../../test/writer.ts'
import { inTenant, raw, readTenant, type Tx } from '../postgres/client.ts'
import { getPurchaseForBuyer, getRefundForBuyer } from './confirmation.ts'
import { getPurchase } from './purchase.ts'

let database: TestDatabase
let market: Market
beforeAll(async () => {
  database = await testDatabase()
  market = await openMarket(database.rw)
})
afterAll(() => database.close())

const commit = <R>(fn: (tx: Tx) => Promise<R>) => inTenant(database.rw, writer(market.tenantId), fn)

const petra = { ...blumenhaus, name: 'Petra Berg', email: 'petra@blumenhaus.example' }
const heinz = {
  ...blumenhaus,
  name: 'Heinz Berg',
  email: 'heinz@blumenhaus.example',
  address: { ...blumenhaus.address, name: 'Heinz Berg', street: 'Talweg 9' },
}

test('two purchases under one id of the shop keep the person, the mail address and the parcel each was placed with', async () => {
  const lines = [{ offerId: market.paper, quantity: 1 }]
  const first = await commit((tx) => placeInMarket(tx, market, { lines, buyer: petra }))
  const second = await commit((tx) => placeInMarket(tx, market, { lines, buyer: heinz }))

  const told = (id: string) => readTenant(database.ro, market.tenantId, (tx) => getPurchaseForBuyer(tx, id))
  expect(await told(first.id)).toMatchObject({ buyerName: petra.name, buyerEmail: petra.email })
  expect(await told(second.id)).toMatchObject({ buyerName: heinz.name, buyerEmail: heinz.email })

  const shown = await readTenant(database.ro, market.tenantId, (tx) => getPurchase(tx, first.id))
  expect(shown).toMatchObject({ buyer: { name: petra.name, email: petra.email }, shipTo: petra.address })

  const [buyer] = await commit((tx) =>
    raw(tx, 'select name, email, street from buyer where tenant_id = $1 and external_id = $2', [
      tx.tenantId,
      blumenhaus.externalId,
    ]),
  )
  expect(buyer).toEqual({ name: heinz.name, email: heinz.email, street: heinz.address.street })
})

test('the mail about a refund goes to the address of its purchase, whoever ordered since', async () => {
  const lines = [{ offerId: market.paper, quantity: 1 }]
  const refundId = await commit(async (tx) => {
    const first = await placeInMarket(tx, market, { lines, buyer: petra })
    await payFor(tx, first)
    await placeInMarket(tx, market, { lines, buyer: heinz })
    const [line] = await linesOf(tx, first.id)
    if (line === undefined) throw new Error('a purchase has a line')
    const jonas = await hire(tx, market, 'Jonas Weber')
    return askForRefund(tx, jonas, {
      orderId: line.orderId,
      lines: [{ orderLineId: line.id, amount: 100, quantity: 1 }],
    })
  })
  const told = await readTenant(database.ro, market.tenantId, (tx) => getRefundForBuyer(tx, refundId))
  expect(told).toMatchObject({ buyerName: petra.name, buyerEmail: petra.email })
})
