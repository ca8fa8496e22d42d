import { raw, readTenant } from '@mainstay/db/postgres/client'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { basketOf, stockOf } from '../../test/placed-purchase.ts'

let api: TestApi
let authorization: string
let paper: string
beforeAll(async () => {
  api = await testApi()
  paper = (await stockOf(api, api.tenant)).paper
  authorization = `Bearer ${await api.tenant.apiKey(['purchase.place', 'purchase.read'])}`
})
afterAll(() => api.close())

const inDubai = { name: 'Goods in', street: 'Sheikh Zayed Rd 1', city: 'Dubai', country: 'AE' }

async function place(buyer: object) {
  const { buyer: usual, ...basket } = basketOf([{ offerId: paper, quantity: 1 }])
  const answer = await api.app.inject({
    method: 'POST',
    url: '/v1/purchases',
    headers: { authorization, 'idempotency-key': v7(), 'content-type': 'application/json' },
    payload: JSON.stringify({ ...basket, buyer: { ...usual, ...buyer } }),
  })
  const body = answer.json<{ id: string; errors?: { pointer: string; message: string }[] }>()
  return {
    status: answer.statusCode,
    id: body.id,
    errors: body.errors?.map(({ pointer, message }) => [pointer, message]),
  }
}

async function placed(buyer: object) {
  const { id, status } = await place(buyer)
  expect(status).toBe(200)
  const answer = await api.app.inject({ method: 'GET', url: `/v1/purchases/${id}`, headers: { authorization } })
  return answer.json<{ buyer: { id: string; name: string; email: string }; shipTo: object }>()
}

describe('a storefront sells to the world', () => {
  test('a purchase goes to Dubai and to Hong Kong, which have no postal code', async () => {
    expect(await placed({ externalId: 'ae', address: inDubai })).toMatchObject({
      shipTo: { ...inDubai, postalCode: '' },
    })
    const inHongKong = { ...inDubai, street: '彌敦道 20', city: '九龍', country: 'HK', postalCode: '' }
    expect(await placed({ externalId: 'hk', address: inHongKong })).toMatchObject({ shipTo: inHongKong })
  })

  test('a purchase goes to a state, in the letters of its post, and to none where the shop sends none', async () => {
    const inIllinois = { ...inDubai, street: '1 Main St', city: 'Springfield', postalCode: '62701', country: 'US' }
    const address = { ...inIllinois, region: 'Illinois' }
    const { buyer, shipTo } = await placed({ externalId: 'us', address })
    expect(shipTo).toEqual({ ...inIllinois, region: 'IL' })
    expect((await placed({ externalId: 'us', address: inIllinois })).shipTo).toEqual({ ...inIllinois, region: '' })
    const stored = await readTenant(api.database.ro, api.tenant.id, (tx) =>
      raw(tx, 'select region from buyer where tenant_id = $1 and id = $2', [api.tenant.id, buyer.id]),
    )
    expect(stored, 'as the shop described them last').toEqual([{ region: '' }])
  })

  test('a buyer is reached at a domain of letters, and has their name as they write it', async () => {
    const buyer = { name: 'مؤسسة الخليج 🏴‍☠️', email: 'a&b+orders@bücher.example' }
    expect(await placed({ externalId: 'idn', ...buyer })).toMatchObject({ buyer })
  })

  test('ids and names that differ in how their letters are composed are of one buyer', async () => {
    const first = await placed({ externalId: 'Café-7', name: 'Zoë Brûlé' })
    const second = await placed({ externalId: ' Cafe\u0301-7', name: '\uFEFFZoe\u0308 Bru\u0302le\u0301\u200B' })
    expect(second.buyer).toEqual(first.buyer)
    const stored = await readTenant(api.database.ro, api.tenant.id, (tx) =>
      raw<{ count: number }>(
        tx,
        `select count(*)::int as count from buyer where tenant_id = $1 and normalize(external_id) = 'Café-7'`,
        [api.tenant.id],
      ),
    )
    expect(stored).toEqual([{ count: 1 }])
  })
})

describe('what cannot be delivered to is told with what to write', () => {
  test.each([
    [{ externalId: 'B\u200B7' }, '/buyer/externalId', 'holds a zero width space (U+200B) at character 2; remove it'],
    [{ email: 'jörg@firma.example' }, '/buyer/email', 'No mail server is known to take ö'],
    [{ address: { ...inDubai, country: 'UK' } }, '/buyer/address/country', 'Write United Kingdom as GB'],
    [{ address: { ...inDubai, country: 'ZZ' } }, '/buyer/address/country', 'ZZ is the code of no country'],
    [{ address: { ...inDubai, country: 'DE' } }, '/buyer/address/postalCode', 'Enter the postal code, such as 26133'],
    [
      { address: { ...inDubai, country: 'DE', postalCode: 'Hamburg' } },
      '/buyer/address/postalCode',
      'A postal code of Germany is written such as 26133',
    ],
    [
      { address: { ...inDubai, country: 'CA', postalCode: 'K1A 0B1', region: 'Texas' } },
      '/buyer/address/region',
      'A region of Canada is written such as AB for Alberta',
    ],
  ])('%j', async (buyer, pointer, message) => {
    const { status, errors } = await place(buyer)
    expect([status, errors]).toEqual([400, [[pointer, expect.stringContaining(message)]]])
  })
})
