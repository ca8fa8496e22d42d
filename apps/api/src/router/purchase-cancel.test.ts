import { inTenant, raw, readTenant } from '@mainstay/db/postgres/client'
import { openOffer } from '@mainstay/db/test/market'
import { writer } from '@mainstay/db/test/writer'
import type { PlacedPurchase, PlacePurchase } from '@mainstay/domain/purchase/purchase'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { importIn } from '../../test/imported-history.ts'
import { basketOf, placeIn, stockOf } from '../../test/placed-purchase.ts'

let api: TestApi
let paper: string
beforeAll(async () => {
  api = await testApi()
  paper = (await stockOf(api, api.tenant)).paper
})
afterAll(() => api.close())

const read = <Row>(text: string, ...values: unknown[]) =>
  readTenant(api.database.ro, api.tenant.id, (tx) => raw<Row>(tx, text, [api.tenant.id, ...values]))

const codeOf = (answer: Promise<unknown>) =>
  answer.then(
    () => 'accepted',
    (error: { code: string; cause?: { refusal?: { code: string } } }) => error.cause?.refusal?.code ?? error.code,
  )

/** A storefront of its own: places and cancels under one key. */
async function openStorefront() {
  const authorization = `Bearer ${await api.tenant.apiKey(['purchase.place', 'purchase.quote', 'purchase.cancel'])}`
  const post = async <T>(url: string, payload: unknown) => {
    const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': v7() }
    const answer = await api.app.inject({ method: 'POST', url, headers, payload: JSON.stringify(payload) })
    return { status: answer.statusCode, body: answer.json<T>() }
  }
  return {
    post,
    place: (lines: PlacePurchase['lines']) => post<PlacedPurchase>('/v1/purchases', basketOf(lines)),
    cancel: (id: string, reason = 'changed their mind') =>
      post<{ status: string; code?: string }>(`/v1/purchases/${id}/cancel`, { reason }),
  }
}

const heldOf = async (offerId: string) => {
  const [level] = await read<{ held: number }>(
    'select held from stock_level where tenant_id = $1 and offer_id = $2',
    offerId,
  )
  return level?.held
}

describe('a purchase nobody has asked money for', () => {
  test('is canceled at once by the storefront that placed it, and its pieces are free', async () => {
    const shop = await openStorefront()
    const before = await heldOf(paper)
    const { body: placed } = await shop.place([{ offerId: paper, quantity: 3 }])
    expect(await heldOf(paper)).toBe((before ?? 0) + 3)

    expect(await shop.cancel(placed.id)).toEqual({
      status: 200,
      body: { id: placed.id, number: placed.number, status: 'canceled' },
    })
    expect(await heldOf(paper)).toBe(before)
    expect(await shop.cancel(placed.id)).toMatchObject({ status: 409, body: { code: 'purchase.already_canceled' } })

    const runs = await read<{ kind: string }>(
      'select kind from workflow_run where tenant_id = $1 and subject_id = $2 order by kind',
      placed.id,
    )
    expect(runs.map(({ kind }) => kind)).toEqual(['cancel-purchase@1', 'pay-purchase@1'])
  })

  test('is not there for another storefront, nor in another tenant', async () => {
    const { body: placed } = await (await openStorefront()).place([{ offerId: paper, quantity: 1 }])
    const other = await openStorefront()
    expect((await other.cancel(placed.id)).status).toBe(404)
    expect((await other.cancel((await placeIn(api, api.otherTenant)).id)).status).toBe(404)
    expect((await other.cancel(v7())).status).toBe(404)
  })

  test('is canceled by staff with a reason that stays in the audit log', async () => {
    const { id } = await placeIn(api, api.tenant)
    const jonas = await api.tenant.callerAs('jonas')
    expect(await codeOf(jonas.purchase.cancel({ purchaseId: id, reason: ' ' }))).toBe('BAD_REQUEST')
    expect(await jonas.purchase.cancel({ purchaseId: id, reason: 'ordered twice' })).toMatchObject({
      status: 'canceled',
    })
    const { timeline, payment, fulfilmentStatus } = await jonas.purchase.get({ purchaseId: id })
    expect({ status: payment?.status, fulfilmentStatus }).toEqual({ status: 'voided', fulfilmentStatus: 'canceled' })
    expect(timeline).toContainEqual(
      expect.objectContaining({
        action: 'purchase.cancel',
        reason: 'ordered twice',
        actor: expect.objectContaining({ type: 'member' }),
      }),
    )
  })

  test('is not canceled by who may only look', async () => {
    const { id } = await placeIn(api, api.tenant)
    const shop = await api.tenant.callerWithKey(['purchase.read'])
    expect(await codeOf(shop.purchase.cancel({ purchaseId: id, reason: 'just so' }))).toBe('FORBIDDEN')
  })

  test('is canceled once, however many ask at once', async () => {
    const { id } = await placeIn(api, api.tenant)
    const jonas = await api.tenant.callerAs('jonas')
    const asked = await Promise.all(
      Array.from({ length: 8 }, () => codeOf(jonas.purchase.cancel({ purchaseId: id, reason: 'ordered twice' }))),
    )
    expect(asked.filter((code) => code === 'accepted')).toHaveLength(1)
    expect(new Set(asked)).toEqual(new Set(['accepted', 'purchase.already_canceled']))
  })
})

test('a purchase that came paid from an old system is refunded, not canceled', async () => {
  await importIn(api, api.tenant)
  const [imported] = await read<{ id: string }>("select id from purchase where tenant_id = $1 and source = 'import'")
  const jonas = await api.tenant.callerAs('jonas')
  const asked = jonas.purchase.cancel({ purchaseId: imported?.id ?? '', reason: 'ordered twice' })
  expect(await codeOf(asked)).toBe('purchase.already_paid')
})

describe('what the provider never takes', () => {
  const offerAt = (unitPrice: number, currency: string) =>
    inTenant(api.database.rw, writer(api.tenant.id), async (tx) => {
      const { blom } = await stockOf(api, api.tenant)
      return openOffer(tx, { seller: blom, sku: `${currency}-${unitPrice}-${v7()}`, unitPrice, currency })
    })

  test('is refused at the quote and at the placing, with the limit and the field, and nothing is held', async () => {
    const shop = await openStorefront()
    const offerId = await offerAt(30, 'EUR')
    const lines = [{ offerId, quantity: 1 }]
    const refusal = {
      code: 'purchase.total_too_small',
      facts: { field: 'total', total: { amount: 30, currency: 'EUR' }, minimum: { amount: 50, currency: 'EUR' } },
    }
    expect(await shop.post('/v1/purchases/quote', { lines })).toMatchObject({ status: 409, body: refusal })
    expect(await shop.place(lines)).toMatchObject({ status: 409, body: refusal })
    expect(await heldOf(offerId)).toBe(0)
    expect((await shop.place([{ offerId, quantity: 2 }])).status).toBe(200)
  })

  test('is refused for being too much', async () => {
    const shop = await openStorefront()
    const lines = [{ offerId: await offerAt(50_000_000, 'EUR'), quantity: 2 }]
    expect(await shop.post('/v1/purchases/quote', { lines })).toMatchObject({
      status: 409,
      body: { code: 'purchase.total_too_large', facts: { maximum: { amount: 99_999_999, currency: 'EUR' } } },
    })
  })
})
