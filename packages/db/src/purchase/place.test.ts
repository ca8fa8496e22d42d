import { Refused } from '@mainstay/domain/command/decision'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { blumenhaus, type Market, openMarket, openOffer, placeInMarket } from '../../test/market.ts'
import { writer } from '../../test/writer.ts'
import { saveStockAllocated, saveStockReleased } from '../offer/stock.ts'
import { type Database, inTenant, raw, readTenant } from '../postgres/client.ts'
import type { InsertedPurchase } from './place.ts'

const now = new Date('2026-11-20T12:00:00.000Z')

let database: TestDatabase
let db: Database
let market: Market
beforeAll(async () => {
  database = await testDatabase({ connectionsMax: 30 })
  db = database.rw
  market = await openMarket(db)
})
afterAll(() => database.close())

let attempts = 0
function place(
  lines: { offerId: string; quantity: number }[],
  options: { nextNumber?: () => string; buyer?: typeof blumenhaus } = {},
): Promise<InsertedPurchase> {
  return inTenant(db, writer(market.tenantId), (tx) => {
    attempts += 1
    return placeInMarket(tx, market, { lines, now, ...options })
  })
}

function read<Row>(text: string, ...values: unknown[]): Promise<Row[]> {
  return readTenant(db, market.tenantId, (tx) => raw<Row>(tx, text, [market.tenantId, ...values]))
}

const stockOf = async (offerId: string) => {
  const [level] = await read(
    'select on_hand, held, allocated from stock_level where tenant_id = $1 and offer_id = $2',
    offerId,
  )
  return level
}

describe('placing a purchase', () => {
  test('makes one order for each seller, with lines that add up to it', async () => {
    const placed = await place([
      { offerId: market.soap, quantity: 1 },
      { offerId: market.paper, quantity: 2 },
    ])
    expect(placed.orders).toEqual([
      { id: expect.any(String), number: `${placed.number}-A`, seller: 'Hahn Hygiene', payable: 2380 },
      { id: expect.any(String), number: `${placed.number}-B`, seller: 'Blom Papier', payable: 2380 },
    ])
    const [purchase] = await read(
      `select total_amount, item_amount, shipping_amount, order_count, line_count, payment_status, placed_by, buyer_name
       from purchase where tenant_id = $1 and id = $2`,
      placed.id,
    )
    expect(purchase).toEqual({
      total_amount: 4760,
      item_amount: 4760,
      shipping_amount: 0,
      order_count: 2,
      line_count: 2,
      payment_status: 'unpaid',
      placed_by: 'Storefront',
      buyer_name: 'Blumenhaus Berg',
    })
    const orders = await read(
      `select "order".payable_amount, "order".commission_amount, "order".seller_net_amount,
         sum(line.payable)::bigint as payable, sum(line.commission)::bigint as commission, sum(line.seller_net)::bigint as seller_net
       from "order" join order_line line on line.tenant_id = "order".tenant_id and line.order_id = "order".id
       where "order".tenant_id = $1 and "order".purchase_id = $2 group by "order".tenant_id, "order".id order by "order".position`,
      placed.id,
    )
    const each = { payable: 2380, commission: 250, seller_net: 2082 }
    const sums = { payable_amount: 2380, commission_amount: 250, seller_net_amount: 2082 }
    expect(orders).toEqual([
      { ...each, ...sums },
      { ...each, ...sums },
    ])
    const payments = await read(
      'select status, amount, currency from payment where tenant_id = $1 and purchase_id = $2',
      placed.id,
    )
    expect(payments).toEqual([{ status: 'created', amount: 4760, currency: 'EUR' }])
  })

  test('writes its payment down as of the same moment, also of a purchase of the past', async () => {
    const act = { at: new Date('2026-10-02T08:00:00.000Z') }
    const lines = [{ offerId: market.soap, quantity: 1 }]
    const placed = await inTenant(db, writer(market.tenantId, act), (tx) =>
      placeInMarket(tx, market, { lines, now: act.at }),
    )
    const [payment] = await read('select created_at from payment where tenant_id = $1 and id = $2', placed.paymentId)
    expect(payment).toEqual({ created_at: act.at })
  })

  test('tells the auditor and the world in the same transaction', async () => {
    const placed = await place([{ offerId: market.paper, quantity: 1 }])
    const audited = await read(
      'select action, actor_name, subject_label from audit_entry where tenant_id = $1 and purchase_id = $2',
      placed.id,
    )
    expect(audited).toEqual([{ action: 'purchase.place', actor_name: 'Storefront', subject_label: placed.number }])
    const events = await read(
      'select type, subject_id from outbox_event where tenant_id = $1 and subject_id = $2',
      placed.id,
    )
    expect(events).toEqual([{ type: 'purchase.placed', subject_id: placed.id }])
  })

  test('holds the pieces until they are allocated or let go, once', async () => {
    const offerId = await inTenant(db, writer(market.tenantId), (tx) =>
      openOffer(tx, { seller: market.blom, sku: 'HOLD', unitPrice: 500, onHand: 10 }),
    )
    const kept = await place([{ offerId, quantity: 3 }])
    const dropped = await place([{ offerId, quantity: 4 }])
    expect(await stockOf(offerId)).toEqual({ on_hand: 10, held: 7, allocated: 0 })

    const settle = (fn: typeof saveStockAllocated, purchase: InsertedPurchase) =>
      inTenant(db, writer(market.tenantId), (tx) => fn(tx, purchase.id))
    expect(await settle(saveStockAllocated, kept)).toBe(3)
    expect(await settle(saveStockReleased, dropped)).toBe(4)
    expect(await settle(saveStockReleased, dropped)).toBe(0)
    expect(await settle(saveStockReleased, kept)).toBe(0)
    expect(await stockOf(offerId)).toEqual({ on_hand: 10, held: 0, allocated: 3 })
    const [moved] = await read(
      `select sum(on_hand_change)::int as on_hand, sum(held_change)::int as held, sum(allocated_change)::int as allocated
       from stock_movement where tenant_id = $1 and offer_id = $2`,
      offerId,
    )
    expect(moved).toEqual(await stockOf(offerId))
  })

  test('runs again with the next number when one is taken, and nothing is left of the try before', async () => {
    const first = await place([{ offerId: market.paper, quantity: 1 }])
    const written = async () => {
      const [counted] = await read<{ orders: number; events: number; moved: number }>(
        `select (select count(*)::int from "order" where tenant_id = $1) as orders,
           (select count(*)::int from outbox_event where tenant_id = $1) as events,
           (select count(*)::int from stock_movement where tenant_id = $1) as moved`,
      )
      return counted ?? { orders: 0, events: 0, moved: 0 }
    }
    const before = await written()
    const given = [first.number, first.number, 'NW-FRESH000']
    const second = await place([{ offerId: market.paper, quantity: 1 }], { nextNumber: () => given.shift() ?? '' })
    expect(second.number).toBe('NW-FRESH000')
    expect(second.orders[0]?.number).toBe('NW-FRESH000-A')
    const once = { orders: before.orders + 1, events: before.events + 1, moved: before.moved + 1 }
    expect(await written()).toEqual(once)
    await expect(place([{ offerId: market.paper, quantity: 1 }], { nextNumber: () => first.number })).rejects.toThrow(
      'purchase_number_key has what was drawn for it',
    )
    expect(await written()).toEqual(once)
  })

  test('freezes its lines: a later price, title or commission changes nothing', async () => {
    const placed = await place([{ offerId: market.paper, quantity: 1 }])
    const frozen = () =>
      read(
        `select line.* from order_line line join "order" on "order".tenant_id = line.tenant_id and "order".id = line.order_id
         where line.tenant_id = $1 and "order".purchase_id = $2`,
        placed.id,
      )
    const before = await frozen()
    await inTenant(db, writer(market.tenantId), async (tx) => {
      await raw(tx, "update offer set price_amount = 9999, title = 'Dearer' where tenant_id = $1 and id = $2", [
        tx.tenantId,
        market.paper,
      ])
      await raw(tx, 'update commission_rule set rate_ppm = 500000 where tenant_id = $1', [tx.tenantId])
    })
    expect(await frozen()).toEqual(before)
    expect(before).toMatchObject([
      { unit_price: 1190, commission_rate_ppm: 125_000, commission: 125, commission_rule_version: 1 },
    ])
    await inTenant(db, writer(market.tenantId), async (tx) => {
      await raw(tx, 'update offer set price_amount = 1190 where tenant_id = $1 and id = $2', [
        tx.tenantId,
        market.paper,
      ])
      await raw(tx, 'update commission_rule set rate_ppm = 125000 where tenant_id = $1', [tx.tenantId])
    })
  })
})

describe('the last pieces', () => {
  test('go to as many buyers as there are pieces; the others are told how many were left', async () => {
    const offerId = await inTenant(db, writer(market.tenantId), (tx) =>
      openOffer(tx, { seller: market.blom, sku: 'LAST', unitPrice: 500, onHand: 10 }),
    )
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => place([{ offerId, quantity: 1 }])))
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(10)
    expect(refusals).toHaveLength(40)
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(Refused)
      expect(refusal.refusal).toEqual({
        code: 'purchase.out_of_stock',
        offers: [{ offerId, wanted: 1, available: 0 }],
      })
    }
    expect(await stockOf(offerId)).toEqual({ on_hand: 10, held: 10, allocated: 0 })
  })

  test('are never promised twice, and buyers of the same offers in another order do not wait in a circle', async () => {
    const offers = await inTenant(db, writer(market.tenantId), async (tx) => [
      await openOffer(tx, { seller: market.blom, sku: 'CROSS-1', unitPrice: 500, onHand: 20 }),
      await openOffer(tx, { seller: market.hahn, sku: 'CROSS-2', unitPrice: 500, onHand: 20 }),
      await openOffer(tx, { seller: market.blom, sku: 'CROSS-3', unitPrice: 500, onHand: 20 }),
    ])
    attempts = 0
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, turn) => {
        const lines = offers.map((offerId) => ({ offerId, quantity: 1 }))
        return place(turn % 2 === 0 ? lines : lines.reverse(), { buyer: { ...blumenhaus, externalId: `B-${turn}` } })
      }),
    )
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(20)
    for (const offerId of offers) expect(await stockOf(offerId)).toEqual({ on_hand: 20, held: 20, allocated: 0 })
    // A transaction that ran twice was the victim of a deadlock.
    expect(attempts).toBe(40)
  })

  test('stay for others when one line of a basket is short', async () => {
    const [plenty, scarce] = await inTenant(
      db,
      writer(market.tenantId),
      async (tx) =>
        [
          await openOffer(tx, { seller: market.blom, sku: 'PLENTY', unitPrice: 500, onHand: 100 }),
          await openOffer(tx, { seller: market.hahn, sku: 'SCARCE', unitPrice: 500, onHand: 1 }),
        ] as const,
    )
    const refused = place([
      { offerId: plenty, quantity: 1 },
      { offerId: scarce, quantity: 2 },
    ])
    await expect(refused).rejects.toMatchObject({ refusal: { offers: [{ offerId: scarce, wanted: 2, available: 1 }] } })
    expect(await stockOf(plenty)).toEqual({ on_hand: 100, held: 0, allocated: 0 })
  })
})

describe('a buyer', () => {
  test('keeps one row and one org unit, however many first purchases arrive at once', async () => {
    const buyer = { ...blumenhaus, externalId: 'B-RUSH', name: 'Rush & Co' }
    await Promise.all(Array.from({ length: 8 }, () => place([{ offerId: market.paper, quantity: 1 }], { buyer })))
    const units = await read(
      "select id from org_unit where tenant_id = $1 and kind = 'buyer' and name = $2",
      buyer.name,
    )
    const buyers = await read(
      'select id, version from buyer where tenant_id = $1 and external_id = $2',
      buyer.externalId,
    )
    expect(units).toHaveLength(1)
    expect(buyers).toEqual([{ id: expect.any(String), version: 1 }])
  })

  test('who moved has the address of the last purchase', async () => {
    const buyer = { ...blumenhaus, externalId: 'B-MOVED' }
    await place([{ offerId: market.paper, quantity: 1 }], { buyer })
    const address = { ...buyer.address, city: 'Bonn' }
    await place([{ offerId: market.paper, quantity: 1 }], { buyer: { ...buyer, address } })
    const buyers = await read(
      'select city, version from buyer where tenant_id = $1 and external_id = $2',
      buyer.externalId,
    )
    expect(buyers).toEqual([{ city: 'Bonn', version: 2 }])
  })
})
