import { insertRoleGrant } from '@mainstay/db/access/role-grant'
import { inTenant, raw, readTenant } from '@mainstay/db/postgres/client'
import { openOffer } from '@mainstay/db/test/market'
import { writer } from '@mainstay/db/test/writer'
import type { PlacedPurchase, PlacePurchase } from '@mainstay/domain/purchase/purchase'
import { TRPCError } from '@trpc/server'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { basketOf, placeIn, stockOf } from '../../test/placed-purchase.ts'

let api: TestApi
let paper: string
let soap: string
let blomId: string
beforeAll(async () => {
  api = await testApi()
  const stock = await stockOf(api, api.tenant)
  paper = stock.paper
  soap = stock.soap
  blomId = stock.blom.id
})
afterAll(() => api.close())

const shop = (idempotencyKey?: string) =>
  api.tenant.callerWithKey(
    ['purchase.place', 'purchase.quote', 'purchase.read'],
    idempotencyKey ? { idempotencyKey } : {},
  )

const offerOf = (offer: { sku: string; unitPrice?: number; onHand?: number; currency?: string; status?: 'blocked' }) =>
  inTenant(api.database.rw, writer(api.tenant.id), (tx) =>
    openOffer(tx, { seller: { id: blomId }, unitPrice: 500, ...offer }),
  )

const read = <Row>(text: string, ...values: unknown[]) =>
  readTenant(api.database.ro, api.tenant.id, (tx) => raw<Row>(tx, text, [api.tenant.id, ...values]))

async function refusalOf(answer: Promise<unknown>): Promise<unknown> {
  const error = await answer.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof TRPCError)) throw new Error('it was not refused')
  return error.cause && 'refusal' in error.cause ? error.cause.refusal : error.code
}

describe('a storefront', () => {
  test('quotes a basket and then places it for what it quoted', async () => {
    const caller = await shop(v7())
    const lines = [
      { offerId: paper, quantity: 2 },
      { offerId: soap, quantity: 1 },
    ]
    const quote = await caller.purchase.quote({ lines })
    expect(quote).toMatchObject({ currency: 'EUR', total: 4760 })
    const expectedTotal = { amount: quote.total, currency: quote.currency }
    const placed = await caller.purchase.place(basketOf(lines, { expectedTotal }))
    expect(placed).toMatchObject({ total: expectedTotal, paymentStatus: 'unpaid' })
    expect(placed.number).toMatch(/^NW-[0-9A-HJKMNP-TV-Z]{8}$/)
    expect(placed.orders).toMatchObject([
      { number: `${placed.number}-A`, seller: 'Blom Papier', payable: 2380 },
      { number: `${placed.number}-B`, seller: 'Hahn Hygiene', payable: 2380 },
    ])
  })

  test('has its payment under way the moment the purchase is placed, and not when it is refused', async () => {
    const runsOf = (id: string) =>
      read('select kind, lane, status, input from workflow_run where tenant_id = $1 and subject_id = $2', id)
    const placed = await placeIn(api, api.tenant)
    const [payment] = await read<{ id: string }>(
      'select id from payment where tenant_id = $1 and purchase_id = $2',
      placed.id,
    )
    expect(await runsOf(placed.id)).toEqual([
      { kind: 'pay-purchase@1', lane: 'money', status: 'queued', input: expect.anything() },
    ])
    const [run] = await read<{ input: unknown }>(
      'select input from workflow_run where tenant_id = $1 and subject_id = $2',
      placed.id,
    )
    expect(JSON.stringify(run?.input)).toContain(payment?.id)

    const runs = () => read('select id from workflow_run where tenant_id = $1')
    const before = await runs()
    const caller = await shop()
    await refusalOf(caller.purchase.place(basketOf([{ offerId: paper, quantity: 99_999 }])))
    expect(await runs()).toHaveLength(before.length)
  })

  test('is told why a basket cannot be placed', async () => {
    const caller = await shop()
    const blocked = await offerOf({ sku: 'BLOCKED', status: 'blocked' })
    const inDollars = await offerOf({ sku: 'DOLLARS', currency: 'USD' })
    const place = (lines: PlacePurchase['lines'], overrides = {}) =>
      refusalOf(caller.purchase.place(basketOf(lines, overrides)))

    expect(await place([{ offerId: blocked, quantity: 1 }])).toEqual({
      code: 'purchase.offer_not_on_sale',
      offerId: blocked,
      status: 'blocked',
    })
    expect(
      await place([
        { offerId: paper, quantity: 1 },
        { offerId: inDollars, quantity: 1 },
      ]),
    ).toEqual({ code: 'purchase.mixed_currencies', currencies: ['EUR', 'USD'] })
    expect(
      await place([{ offerId: paper, quantity: 1 }], { expectedTotal: { amount: 1000, currency: 'EUR' } }),
    ).toEqual({
      code: 'purchase.price_changed',
      expected: { amount: 1000, currency: 'EUR' },
      actual: { amount: 1190, currency: 'EUR' },
    })
    expect(await place([{ offerId: inDollars, quantity: 1 }])).toMatchObject({ code: 'purchase.no_commission_rule' })
    expect(await place([{ offerId: v7(), quantity: 1 }])).toBe('NOT_FOUND')
  })

  test('places a repeated request once, also when both arrive together', async () => {
    const key = v7()
    const basket = basketOf([{ offerId: paper, quantity: 1 }])
    const caller = await shop(key)
    const together = await Promise.allSettled([1, 2, 3, 4].map(() => caller.purchase.place(basket)))
    const placed = together.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    expect(placed.length).toBeGreaterThan(0)
    for (const each of together) {
      if (each.status === 'rejected') expect(each.reason.cause.refusal).toEqual({ code: 'idempotency.in_progress' })
    }
    expect(await caller.purchase.place(basket)).toEqual(placed[0])
    const rows = await read(
      'select id from purchase where tenant_id = $1 and id = any($2)',
      placed.map(({ id }) => id),
    )
    expect(rows).toHaveLength(1)
    const other = basketOf([{ offerId: paper, quantity: 2 }])
    expect(await refusalOf(caller.purchase.place(other))).toMatchObject({
      code: expect.stringMatching(/^idempotency\./),
    })
  })

  test('sells the last ten pieces to ten of fifty buyers and tells the others there are none', async () => {
    const offerId = await offerOf({ sku: 'LAST-TEN', onHand: 10 })
    const caller = await shop()
    const buyers = Array.from({ length: 50 }, (_, buyer) =>
      caller.purchase.place(basketOf([{ offerId, quantity: 1 }], { buyer: buyerOf(`B-${buyer % 7}`) })),
    )
    const outcomes = await Promise.allSettled(buyers)
    const refusals = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason.cause.refusal] : []))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    expect(refusals).toEqual(
      Array.from({ length: 40 }, () => ({
        code: 'purchase.out_of_stock',
        offers: [{ offerId, wanted: 1, available: 0 }],
      })),
    )
    const [level] = await read('select held, on_hand from stock_level where tenant_id = $1 and offer_id = $2', offerId)
    expect(level).toEqual({ held: 10, on_hand: 10 })
  })
})

describe('over REST', () => {
  const post = async (payload: unknown, headers: Record<string, string> = {}) => {
    const authorization = `Bearer ${await api.tenant.apiKey(['purchase.place', 'purchase.read'])}`
    return api.app.inject({
      method: 'POST',
      url: '/v1/purchases',
      headers: { authorization, 'content-type': 'application/json', ...headers },
      payload: JSON.stringify(payload),
    })
  }

  test('placing needs an Idempotency-Key', async () => {
    const answer = await post(basketOf([{ offerId: paper, quantity: 1 }]))
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ title: expect.stringContaining('Idempotency-Key') })
  })

  test('bad input is named field by field', async () => {
    const basket = basketOf([{ offerId: paper, quantity: 0 }])
    const payload = {
      ...basket,
      buyer: { ...basket.buyer, email: 'nobody', address: { ...basket.buyer.address, country: 'Germany' } },
    }
    const answer = await post(payload, { 'idempotency-key': v7() })
    expect(answer.statusCode).toBe(400)
    const { errors } = answer.json<{ errors: { pointer: string }[] }>()
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/buyer/address/country',
      '/buyer/email',
      '/lines/0/quantity',
    ])
  })

  test('purchases are listed by what the query string asks, and what is not there is 404', async () => {
    const { number, total } = await placeIn(api, api.tenant)
    const foreign = await placeIn(api, api.otherTenant)
    const authorization = `Bearer ${await api.tenant.apiKey(['purchase.read'])}`
    const get = (url: string) => api.app.inject({ method: 'GET', url, headers: { authorization } })

    const placedFrom = new Date(Date.now() - 3_600_000).toISOString()
    const query = new URLSearchParams({ limit: '1', placedFrom, totalFrom: String(total.amount), query: number })
    const listed = await get(`/v1/purchases?${query.toString()}`)
    expect(listed.statusCode).toBe(200)
    expect(listed.json()).toMatchObject({ items: [{ number, total }] })

    for (const unknown of [foreign.id, foreign.number, v7()]) {
      expect((await get(`/v1/purchases/${unknown}`)).statusCode).toBe(404)
    }
    expect((await get(`/v1/orders/${foreign.orders[0]?.id}`)).statusCode).toBe(403)
    expect((await get('/v1/purchases/nonsense')).json()).toMatchObject({ errors: [{ pointer: '/purchaseId' }] })
  })

  test('a purchase is placed, read back by number, and refused with 409 where the business says no', async () => {
    const key = v7()
    const authorization = `Bearer ${await api.tenant.apiKey(['purchase.place', 'purchase.read'])}`
    const request = {
      method: 'POST',
      url: '/v1/purchases',
      headers: { authorization, 'content-type': 'application/json', 'idempotency-key': key },
    } as const
    const payload = JSON.stringify(basketOf([{ offerId: paper, quantity: 1 }]))
    const placed = await api.app.inject({ ...request, payload })
    expect(placed.statusCode).toBe(200)
    const repeated = await api.app.inject({ ...request, payload })
    expect(repeated.body).toBe(placed.body)
    const reused = await api.app.inject({
      ...request,
      payload: JSON.stringify(basketOf([{ offerId: soap, quantity: 1 }])),
    })
    expect(reused.statusCode).toBe(422)

    const { number, id } = placed.json<PlacedPurchase>()
    const got = await api.app.inject({ method: 'GET', url: `/v1/purchases/${number}`, headers: { authorization } })
    expect(got.json()).toMatchObject({ id, number, orders: [{ number: `${number}-A` }] })

    const refused = await post(basketOf([{ offerId: paper, quantity: 50_000 }]), { 'idempotency-key': v7() })
    expect(refused.statusCode).toBe(409)
    expect(refused.json()).toMatchObject({ code: 'purchase.out_of_stock' })
  })
})

describe('staff', () => {
  test('read a purchase with all its parts and what happened to it', async () => {
    const placed = await placeIn(api, api.tenant)
    const maria = await api.tenant.callerAs('maria')
    const purchase = await maria.purchase.get({ purchaseId: placed.number })
    expect(purchase).toMatchObject({
      id: placed.id,
      buyer: { name: 'Blumenhaus Berg' },
      sellers: [{ name: 'Blom Papier' }, { name: 'Hahn Hygiene' }],
      total: { amount: 5950, currency: 'EUR' },
      paymentStatus: 'unpaid',
      fulfilmentStatus: 'placed',
      payment: { status: 'created', captured: 0 },
      refunds: [],
      orders: [
        {
          status: 'placed',
          lines: [{ sku: 'PAPER', quantity: 1, payable: 1190, tax: 190, commission: 125, refundable: 0 }],
        },
        { status: 'placed', lines: [{ sku: 'SOAP', quantity: 2, payable: 4760 }] },
      ],
      timeline: [{ action: 'purchase.place', subject: { label: placed.number } }],
    })
    expect(await maria.purchase.get({ purchaseId: placed.id })).toEqual(purchase)
    expect(await refusalOf(maria.purchase.get({ purchaseId: 'NW-ZZZZZZZZ' }))).toBe('NOT_FOUND')
    const [first] = placed.orders
    expect(await maria.order.get({ orderId: first?.id ?? '' })).toMatchObject({
      number: first?.number,
      purchase: { number: placed.number },
      shipTo: { city: 'Köln' },
    })
  })

  test('may not place purchases themselves', async () => {
    const maria = await api.tenant.callerAs('maria')
    expect(await refusalOf(maria.purchase.place(basketOf([{ offerId: paper, quantity: 1 }])))).toBe('FORBIDDEN')
  })
})

describe("a seller's people", () => {
  test('see their own orders only, and purchases no further than those', async () => {
    const shared = await placeIn(api, api.tenant)
    const foreign = await placeIn(api, api.tenant, [{ offerId: soap, quantity: 1 }])
    const { blom } = await stockOf(api, api.tenant)
    const { id: memberId } = api.tenant.member('nobody')
    await inTenant(api.database.rw, writer(api.tenant.id), (tx) =>
      insertRoleGrant(tx.as({ reason: 'sells for Blom' }), {
        memberId,
        role: 'viewer',
        orgUnitId: blom.orgUnit.id,
        reach: 'subtree',
      }),
    )
    const clerk = await api.tenant.callerAs('nobody')

    const { items } = await clerk.purchase.list({ limit: 200 })
    const numbers = items.map((item) => item.number)
    expect(numbers).toContain(shared.number)
    expect(numbers).not.toContain(foreign.number)
    expect(items.find((item) => item.number === shared.number)).toMatchObject({
      sellers: [{ name: 'Blom Papier' }],
      total: { amount: 1190 },
    })
    expect(await clerk.purchase.get({ purchaseId: shared.id })).toMatchObject({
      total: { amount: 1190 },
      payment: null,
      orders: [{ number: `${shared.number}-A` }],
    })
    expect(await refusalOf(clerk.purchase.get({ purchaseId: foreign.id }))).toBe('NOT_FOUND')
    expect(await refusalOf(clerk.order.get({ orderId: shared.orders[1]?.id ?? '' }))).toBe('NOT_FOUND')
    expect(await clerk.order.get({ orderId: shared.orders[0]?.id ?? '' })).toMatchObject({
      number: `${shared.number}-A`,
    })
    const orders = await clerk.order.list({ limit: 200 })
    expect(new Set(orders.items.map((item) => item.seller.name))).toEqual(new Set(['Blom Papier']))
  })
})

describe('the list of purchases', () => {
  test('shows each purchase once while others are placed', async () => {
    const maria = await api.tenant.callerAs('maria')
    const first = await maria.purchase.list({ limit: 5 })
    const seen = first.items.map(({ id }) => id)
    let cursor = first.older
    while (cursor !== null) {
      await placeIn(api, api.tenant)
      const page = await maria.purchase.list({ limit: 5, cursor })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.older
    }
    expect(new Set(seen).size).toBe(seen.length)
    const [oldest] = await read<{ id: string }>(
      'select id from purchase where tenant_id = $1 order by placed_at, id limit 1',
    )
    expect(seen.at(-1)).toBe(oldest?.id)
  })

  test('finds a purchase by the beginning of its number, by an order, and by the beginning of its buyer', async () => {
    const caller = await shop(v7())
    const placed = await caller.purchase.place(
      basketOf([{ offerId: paper, quantity: 1 }], { buyer: { ...buyerOf('B-QUERY'), name: 'Öko-Markt Süd' } }),
    )
    const maria = await api.tenant.callerAs('maria')
    for (const query of [
      placed.number,
      placed.number.toLowerCase(),
      `${placed.number}-A`,
      placed.number.slice(0, 9),
      'öko-m',
    ]) {
      const { items } = await maria.purchase.list({ query, limit: 200 })
      expect(
        items.map(({ id }) => id),
        query,
      ).toContain(placed.id)
    }
    expect((await maria.purchase.list({ query: 'Nobody of that name' })).items).toEqual([])
  })

  test('has a view for what waits to be accepted, is late, on hold or of unknown payment', async () => {
    const placed = await placeIn(api, api.tenant)
    const maria = await api.tenant.callerAs('maria')
    const isIn = async (view: 'to_accept' | 'late' | 'on_hold' | 'unknown') =>
      (await maria.purchase.list({ view, limit: 200 })).items.some(({ id }) => id === placed.id)
    const change = (text: string) =>
      inTenant(api.database.rw, writer(api.tenant.id), (tx) => raw(tx, text, [tx.tenantId, placed.id]))

    expect(await isIn('to_accept')).toBe(false)
    await change(`update "order" set payment_status = 'paid' where tenant_id = $1 and purchase_id = $2`)
    expect(await isIn('to_accept')).toBe(true)

    expect(await isIn('late')).toBe(false)
    api.setNow(new Date(Date.now() + 3 * 86_400_000 + 60_000))
    const later = await api.tenant.callerAs('maria')
    const late = await later.purchase.list({ view: 'late', limit: 200 })
    expect(late.items.map(({ id }) => id)).toContain(placed.id)
    api.setNow(undefined)

    expect(await isIn('on_hold')).toBe(false)
    await change(`update purchase set fulfilment_status = 'on_hold' where tenant_id = $1 and id = $2`)
    expect(await isIn('on_hold')).toBe(true)
    expect(await isIn('unknown')).toBe(false)
    await change(`update purchase set payment_status = 'unknown' where tenant_id = $1 and id = $2`)
    expect(await isIn('unknown')).toBe(true)
  })
})

test('the catalogue shows what is on sale and what is left of it', async () => {
  const hidden = await offerOf({ sku: 'HIDDEN', status: 'blocked' })
  const offerId = await offerOf({ sku: 'SHOWN', onHand: 3 })
  await placeIn(api, api.tenant, [{ offerId, quantity: 2 }])
  const caller = await api.tenant.callerWithKey(['catalogue.read'])
  const { items } = await caller.catalogue.browse({ tenant: 'nordwind', limit: 200 })
  expect(items.find((item) => item.offerId === offerId)).toEqual({
    offerId,
    sku: 'SHOWN',
    title: 'Title of SHOWN',
    seller: { id: blomId, name: 'Blom Papier' },
    price: { amount: 500, currency: 'EUR' },
    available: 1,
  })
  expect(items.some((item) => item.offerId === hidden)).toBe(false)
  expect(await refusalOf(caller.catalogue.browse({ tenant: 'baltic' }))).toBe('NOT_FOUND')
})

function buyerOf(externalId: string): PlacePurchase['buyer'] {
  return { ...basketOf([]).buyer, externalId }
}
