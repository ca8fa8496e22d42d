import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { type Market, openMarket, openOffer, placeInMarket } from '../../test/market.ts'
import { hire, linesOf, payFor } from '../../test/paid-purchase.ts'
import { askForRefund, releaseRefund } from '../../test/refund-desk.ts'
import { writer } from '../../test/writer.ts'
import type { Member } from '../access/member.ts'
import { inTenant, raw, readTenant, type Tx } from '../postgres/client.ts'
import { getPurchase } from '../purchase/purchase.ts'
import { getStoredRefundImpact } from './impact.ts'
import { getRefund, getStoredRefund, lockRefund } from './refund.ts'
import { claimRefund, recordRefundFact } from './send.ts'

let database: TestDatabase
let market: Market
let jonas: Member
let maria: Member
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  market = await openMarket(database.rw)
  jonas = await commit((tx) => hire(tx, market, 'Jonas Weber'))
  maria = await commit((tx) => hire(tx, market, 'Maria Lindholm'))
})
afterAll(() => database.close())

const commit = <R>(fn: (tx: Tx) => Promise<R>) => inTenant(database.rw, writer(market.tenantId), fn)
type Extras = Pick<Parameters<typeof placeInMarket>[2], 'discounts' | 'shipping'>

/** Three of one offer and a soap, paid for and shipped. */
function paidFor(unitPrice: number, extras: Extras | ((offerId: string) => Extras) = {}) {
  return commit(async (tx) => {
    const wrench = await openOffer(tx, { seller: market.blom, sku: 'WRENCH', unitPrice })
    const placed = await placeInMarket(tx, market, {
      lines: [
        { offerId: wrench, quantity: 3 },
        { offerId: market.paper, quantity: 1 },
      ],
      ...(typeof extras === 'function' ? extras(wrench) : extras),
    })
    await payFor(tx, placed)
    await raw(tx, `update "order" set status = 'shipped' where tenant_id = $1 and purchase_id = $2 returning id`, [
      tx.tenantId,
      placed.id,
    ])
    const [wrenches, paper, ...others] = await linesOf(tx, placed.id)
    if (wrenches === undefined || paper === undefined) throw new Error('the purchase has two lines')
    return { id: placed.id, wrenches, paper, others }
  })
}

type Asked = { amount?: number; quantity?: number }
const ask = ({ id, orderId }: { id: string; orderId: string }, asked: Asked) =>
  commit((tx) => askForRefund(tx, jonas, { orderId, lines: [{ orderLineId: id, ...asked }] }))

const release = (refundId: string) => commit((tx) => releaseRefund(tx, maria, refundId))

/** Asked for, released and sent. */
async function back(line: { id: string; orderId: string }, asked: Asked) {
  const refundId = await ask(line, asked)
  await release(refundId)
  await commit(async (tx) => claimRefund(tx, await lockRefund(tx, refundId)))
  const { amount } = await commit((tx) => getRefund(tx, refundId))
  if (amount.amount > 0) {
    await commit(async (tx) =>
      recordRefundFact(tx, await lockRefund(tx, refundId), { status: 'succeeded', reference: refundId }),
    )
  }
  return commit((tx) => getRefund(tx, refundId))
}

async function orderOf(purchaseId: string) {
  const { orders } = await readTenant(database.ro, market.tenantId, (tx) => getPurchase(tx, purchaseId))
  return orders[0]
}

async function balances(): Promise<Record<string, number>> {
  const rows = await commit((tx) =>
    raw<{ kind: string; balance: number }>(
      tx,
      `select account.kind, sum(account_balance.balance)::bigint as balance from account_balance
       join account on account.tenant_id = account_balance.tenant_id and account.id = account_balance.account_id
       where account_balance.tenant_id = $1 group by account.kind having sum(account_balance.balance) <> 0`,
      [tx.tenantId],
    ),
  )
  return Object.fromEntries(rows.map(({ kind, balance }) => [kind, balance]))
}

const off =
  (amount: number, operatorSharePpm = 1_000_000) =>
  (wrench: string) => ({
    discounts: [{ off: { amount }, operatorSharePpm, offerIds: [wrench] }],
  })

describe('pieces that come back', () => {
  test('are paid for by the rule of units, so that the last of three leaves nothing in any account', async () => {
    const { id, wrenches, paper } = await paidFor(400, off(11, 0))
    const amounts = []
    for (const quantity of [1, 1, 1]) amounts.push((await back(wrenches, { quantity })).lines[0]?.amount)
    expect(amounts).toEqual([396, 397, 396])
    expect((await orderOf(id))?.lines[0]).toMatchObject({
      refundable: 0,
      returnedUnits: 3,
      returnedUnitsAmount: 1189,
      returnableUnits: 0,
    })
    expect((await orderOf(id))?.returnStatus).toBe('partially_returned')
    await back(paper, { amount: 1190 })
    expect(await balances()).toEqual({})
  })

  test('may be paid back with less, and what was kept back is seen and not paid with the next', async () => {
    const { wrenches } = await paidFor(1000)
    const worn = await back(wrenches, { quantity: 1, amount: 700 })
    expect(worn.lines).toMatchObject([{ amount: 700, quantity: 1, unitsAmount: 1000 }])
    expect((await back(wrenches, { quantity: 2 })).amount.amount).toBe(2000)
    await expect(ask(wrenches, { quantity: 1 })).rejects.toMatchObject({
      refusal: { code: 'refund.over_quantity', left: 0 },
    })
    expect((await back(wrenches, { amount: 300 })).amount.amount).toBe(300)
  })

  test('are never paid back with more than they cost', async () => {
    const { wrenches } = await paidFor(1000)
    await expect(ask(wrenches, { quantity: 1, amount: 1001 })).rejects.toMatchObject({
      refusal: { code: 'refund.over_price', price: { amount: 1000, currency: 'EUR' } },
    })
  })

  test('are asked for again when others came back first and the last now cost another cent', async () => {
    const { wrenches } = await paidFor(400, off(11, 0))
    const asked = [
      await ask(wrenches, { quantity: 1 }),
      await ask(wrenches, { quantity: 1 }),
      await ask(wrenches, { quantity: 1 }),
    ]
    const [first = '', second = '', third = ''] = asked
    await release(first)
    await release(second)
    await expect(release(third)).rejects.toMatchObject({
      refusal: { code: 'refund.repriced', price: { amount: 397, currency: 'EUR' } },
    })
    expect((await back(wrenches, { quantity: 1 })).amount.amount).toBe(397)
  })
})

describe('pieces that nobody paid for', () => {
  test('come back for nothing, and with them what everybody got for them', async () => {
    const { id, wrenches, paper } = await paidFor(1000, off(3000))
    expect(wrenches.payable).toBe(0)
    expect(await balances()).toMatchObject({ campaign_funding: 3000 })
    expect((await orderOf(id))?.lines[0]).toMatchObject({ refundable: 0, returnableUnits: 3 })

    const refundId = await ask(wrenches, { quantity: 1 })
    const weighed = await commit(async (tx) => getStoredRefundImpact(tx, await getStoredRefund(tx, refundId)))
    expect(weighed.ok && weighed.value.rows.find(({ party }) => party === 'funding')).toMatchObject({ change: 1000 })
    await release(refundId)
    expect(await balances()).toMatchObject({ campaign_funding: 2000 })
    await commit(async (tx) => claimRefund(tx, await lockRefund(tx, refundId)))
    expect(await commit((tx) => getRefund(tx, refundId))).toMatchObject({ status: 'succeeded', attempt: 0 })
    expect(await orderOf(id)).toMatchObject({ returnStatus: 'partially_returned', lines: [{ returnableUnits: 2 }, {}] })

    await back(wrenches, { quantity: 2 })
    await back(paper, { quantity: 1 })
    expect(await orderOf(id)).toMatchObject({ returnStatus: 'returned', returned: 1190 })
    expect(await balances()).toEqual({})
  })

  test('come back without an entry where nobody got anything for them', async () => {
    const { id, wrenches } = await paidFor(0)
    const before = await balances()
    expect(await back(wrenches, { quantity: 3 })).toMatchObject({ status: 'succeeded', amount: { amount: 0 } })
    expect(await balances()).toEqual(before)
    expect((await orderOf(id))?.lines[0]).toMatchObject({ returnableUnits: 0 })
  })
})

test('what it costs to send is a line without an offer, which is paid and refunded like any other', async () => {
  const tax = { taxRatePpm: 190_000, taxCategory: 'standard' }
  const shipping = [{ sellerId: market.blom.id, sku: 'PARCEL', title: 'Parcel', unitPrice: 595, ...tax }]
  const { id, others } = await paidFor(1000, { shipping })
  expect(await orderOf(id)).toMatchObject({ items: 4190, shipping: 595, captured: 4785 })
  expect((await orderOf(id))?.lines[2]).toMatchObject({ kind: 'shipping', sku: 'PARCEL', commission: 0, tax: 95 })
  const [parcel] = others
  if (parcel === undefined) throw new Error('nothing was sent')
  expect((await back(parcel, { amount: 595 })).amount.amount).toBe(595)
})
