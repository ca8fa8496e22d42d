import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.close())

const encoded = (input: unknown) => encodeURIComponent(JSON.stringify(input))

async function ask(url: string, headers: Record<string, string>) {
  const answer = await api.app.inject({
    method: 'GET',
    url,
    headers: { 'x-request-id': 'the-same-for-both', ...headers },
  })
  const { 'content-type': type, vary, 'retry-after': retryAfter, 'cache-control': cache } = answer.headers
  return { status: answer.statusCode, type: String(type).split(';')[0], vary, retryAfter, cache, body: answer.json() }
}

test.each([
  ['a list', `/trpc/order.list?input=${encoded({ json: { limit: 2 } })}`, 200],
  ['who I am, with its dates', '/trpc/session.me', 200],
  ['queries asked at once', `/trpc/order.list,session.me?batch=1&input=${encoded({ 0: { json: {} } })}`, 200],
  [
    'queries of which one is refused',
    `/trpc/session.me,order.list?batch=1&input=${encoded({ 1: { json: { limit: 0 } } })}`,
    207,
  ],
  ['queries that are all refused', `/trpc/order.list?batch=1&input=${encoded({ 0: { json: { limit: 0 } } })}`, 400],
  ['an input that does not fit', `/trpc/order.list?input=${encoded({ json: { limit: 'many' } })}`, 400],
  [
    'what is not there',
    `/trpc/order.get?input=${encoded({ json: { orderId: '0198c0de-4242-7424-8424-242424242424' } })}`,
    404,
  ],
  ['an input that is no JSON', '/trpc/order.list?input={', 400],
  ['a batch whose input is a list', `/trpc/order.list?batch=1&input=${encoded([1])}`, 400],
  ['a procedure nobody wrote', '/trpc/order.lost', 404],
  ['a mutation by GET', '/trpc/session.signOut', 405],
  ['more queries than one request may carry', `/trpc/${Array(21).fill('session.me').join(',')}?batch=1`, 400],
])('%s is answered as the adapter of tRPC answers it', async (_what, url, status) => {
  const cookie = await api.tenant.cookieOf('maria')
  const ours = await ask(url, { cookie })
  // A GET that says it has a body goes to the adapter.
  expect(ours).toEqual(await ask(url, { cookie, 'content-type': 'application/json' }))
  expect(ours.status).toBe(status)
})

test('whoever is not signed in is told so, alone or in a batch', async () => {
  const one = await ask('/trpc/order.list', {})
  expect(one).toEqual(await ask('/trpc/order.list', { 'content-type': 'application/json' }))
  expect(one).toMatchObject({
    status: 401,
    cache: 'no-store',
    body: { error: { json: { data: { code: 'UNAUTHORIZED' } } } },
  })
})
