import { permissionKeys } from '@mainstay/domain/access/permission'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { basketOf, stockOf } from '../../test/placed-purchase.ts'

let api: TestApi
let authorization: string
beforeAll(async () => {
  api = await testApi()
  authorization = `Bearer ${await api.tenant.apiKey([...permissionKeys])}`
})
afterAll(() => api.close())

async function get(url: string) {
  const answer = await api.app.inject({ method: 'GET', url: `/v1${url}`, headers: { authorization } })
  const { errors = [] }: { errors?: { pointer: string }[] } = answer.json()
  return [answer.statusCode, ...errors.map(({ pointer }) => pointer)]
}

async function place(payload: object) {
  const headers = { authorization, 'idempotency-key': v7() }
  const answer = await api.app.inject({ method: 'POST', url: '/v1/purchases', payload, headers })
  const { errors = [] }: { errors?: { pointer: string }[] } = answer.json()
  return [answer.statusCode, ...errors.map(({ pointer }) => pointer)]
}

describe('a text the database cannot keep is the fault of the one who sent it', () => {
  test.each([
    ['/purchases?query=a%00b', '/query'],
    ['/audit?action=%00', '/action'],
    ['/runs?kind=%00', '/kind'],
  ])('in the filter of %s', async (url, pointer) => {
    expect(await get(url)).toEqual([400, pointer])
  })

  test.each(['Blumen\0haus', 'Blumen\ud800haus'])('in a purchase', async (name) => {
    const { paper } = await stockOf(api, api.tenant)
    const basket = basketOf([{ offerId: paper, quantity: 1 }])
    expect(await place({ ...basket, buyer: { ...basket.buyer, name } })).toEqual([400, '/buyer/name'])
  })

  test('in the name of a workspace', async () => {
    const payload = { json: { tenant: 'nord\0wind', email: 'maria@test.example', password: 'x' } }
    const answer = await api.app.inject({ method: 'POST', url: '/trpc/session.signIn', payload })
    expect(answer.statusCode).toBe(400)
  })
})

describe('nothing is guessed', () => {
  test.each([
    ['/purchases?totalTo=', '/totalTo'],
    ['/purchases?totalFrom=0x10', '/totalFrom'],
    ['/purchases?totalFrom=1e3', '/totalFrom'],
    ['/purchases?placedTo=11.12.2026', '/placedTo'],
    ['/purchases?placedFrom=2026-02-30', '/placedFrom'],
    ['/purchases?placedFrom=Order+7', '/placedFrom'],
    ['/purchases?placedFrom=2026-11-22T12:00:00', '/placedFrom'],
    ['/purchases?limit=0x10', '/limit'],
    ['/purchases?limit=', '/limit'],
    ['/purchases?limit=5.0', '/limit'],
    ['/purchases?paymentstatus=failed', '/paymentstatus'],
    ['/refunds?status=failed&statuses=failed', '/statuses'],
    ['/settings?currency=EUR', '/currency'],
  ])('of %s', async (url, pointer) => {
    expect(await get(url)).toEqual([400, pointer])
  })

  test('of what a purchase does not know, wherever it stands in it', async () => {
    const { paper } = await stockOf(api, api.tenant)
    const basket = basketOf([{ offerId: paper, quantity: 1 }])
    expect(await place({ ...basket, coupon: 'SUMMER' })).toEqual([400, '/coupon'])
    expect(await place({ ...basket, buyer: { ...basket.buyer, vat: '7' } })).toEqual([400, '/buyer/vat'])
    const [line] = basket.lines
    expect(await place({ ...basket, lines: [{ ...line, discount: 5 }] })).toEqual([400, '/lines/0/discount'])
  })

  test('of a moment that is none, as the client sends moments', async () => {
    const input = (placedFrom: string) =>
      encodeURIComponent(JSON.stringify({ json: { placedFrom }, meta: { values: { placedFrom: ['Date'] } } }))
    const ask = async (placedFrom: string) => {
      const url = `/trpc/purchase.list?input=${input(placedFrom)}`
      return (await api.app.inject({ method: 'GET', url, headers: { authorization } })).statusCode
    }
    expect([await ask('2026-02-30T00:00:00.000Z'), await ask('2026-02-28T00:00:00.000Z')]).toEqual([400, 200])
  })
})

test('a value without a JSON form is refused beside an idempotency key', async () => {
  const { paper } = await stockOf(api, api.tenant)
  const payload = {
    json: { ...basketOf([{ offerId: paper, quantity: 1 }]), extra: '12' },
    meta: { values: { extra: ['bigint'] } },
  }
  const headers = { authorization, 'idempotency-key': v7() }
  const answer = await api.app.inject({ method: 'POST', url: '/trpc/purchase.place', payload, headers })
  expect(answer.statusCode).toBe(400)
})

test('a value that holds itself is refused and not followed for ever', async () => {
  const { paper } = await stockOf(api, api.tenant)
  const payload = {
    json: { ...basketOf([{ offerId: paper, quantity: 1 }]), extra: { a: null, b: null } },
    meta: { referentialEqualities: { extra: ['extra.a', 'extra.b'] } },
  }
  const headers = { authorization, 'idempotency-key': v7() }
  const answer = await api.app.inject({ method: 'POST', url: '/trpc/purchase.place', payload, headers })
  expect(answer.statusCode).toBe(400)
})

test.each([
  ['/purchases?placedFrom=-271821-04-20T00:00:00Z', '/placedFrom'],
  ['/audit?to=-004714-01-01T00:00:00Z', '/to'],
])('a moment before all calendars is no filter: %s', async (url, pointer) => {
  expect(await get(url)).toEqual([400, pointer])
})

test('an id in capitals is the same id', async () => {
  const { paper } = await stockOf(api, api.tenant)
  expect(await place(basketOf([{ offerId: paper.toUpperCase(), quantity: 1 }]))).toEqual([200])
  const twice = [paper, paper.toUpperCase()].map((offerId) => ({ offerId, quantity: 1 }))
  expect(await place(basketOf(twice))).toEqual([400, '/lines'])
})
