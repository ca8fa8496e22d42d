import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.close())

type Asking = { method: 'GET' | 'POST'; url: string; headers?: Record<string, string>; payload?: string }

const post = (url: string, payload: unknown): Asking => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json' },
  payload: JSON.stringify(payload),
})
const signIn = (payload: unknown) => post('/trpc/session.signIn', payload)
const times = <T>(size: number, each: (index: number) => T) => Array.from({ length: size }, (_, index) => each(index))
const nested = (size: number) => JSON.parse(`${'['.repeat(size)}${']'.repeat(size)}`)

/** Microseconds this thread works for one request; asked often enough for the tenth of a second the system counts in. */
async function workOf(asking: Asking): Promise<number> {
  await api.app.inject(asking)
  const before = process.threadCpuUsage()
  for (let asked = 1; ; asked += 1) {
    await api.app.inject(asking)
    const { user, system } = process.threadCpuUsage(before)
    if (user + system > 100_000) return (user + system) / asked
  }
}

/**
 * What a stranger can send, by how much of it. Eight times as much may cost eight times the work, and some more where a
 * cache is outgrown; what grows with the square costs sixty-four times.
 */
describe('what a stranger sends is read in a time that grows as it does', () => {
  test.each<[string, (size: number) => Asking]>([
    [
      'a set with many equal members',
      (size) =>
        signIn({
          json: { ids: times(size, () => ({})) },
          meta: { values: { ids: ['set'] }, referentialEqualities: { 'ids.0': times(size, (at) => `ids.${at}`) } },
        }),
    ],
    [
      'one object at many places',
      (size) =>
        signIn({ json: { a: nested(size) }, meta: { referentialEqualities: { a: times(size, (at) => `b${at}`) } } }),
    ],
    [
      'many moments',
      (size) =>
        signIn({
          json: { at: times(size, () => '2026-11-22T12:00:00.000Z') },
          meta: { values: Object.fromEntries(times(size, (at) => [`at.${at}`, ['Date']])), v: 1 },
        }),
    ],
    [
      'names that lead nowhere',
      (size) => signIn({ json: {}, meta: { values: { [times(size, () => 'a').join('.')]: ['Date'] } } }),
    ],
    ['lists in lists', (size) => signIn({ json: { email: nested(size * 8) } })],
    ['a long list', (size) => signIn({ json: { email: times(size * 8, () => 0) } })],
    ['many fields', (size) => signIn({ json: Object.fromEntries(times(size, (at) => [`field${at}`, at])) })],
    ['a long text', (size) => signIn({ json: { tenant: 'a', email: 'a'.repeat(size * 64), password: 'a' } })],
    [
      'dots before an at',
      (size) => signIn({ json: { tenant: 'a', email: `${'a.'.repeat(size * 8)}@`, password: 'a' } }),
    ],
    ['a long moment', (size) => post('/v1/purchases', { placedFrom: '1'.repeat(size * 64) })],
    [
      'a body that is a list',
      (size) =>
        post(
          '/v1/purchases',
          times(size * 8, () => [0]),
        ),
    ],
    [
      'a parameter said often',
      (size) => ({ method: 'GET', url: `/v1/offers?${times(size, () => 'limit=1').join('&')}` }),
    ],
    ['many parameters', (size) => ({ method: 'GET', url: `/v1/offers?${times(size, (at) => `p${at}=1`).join('&')}` })],
    [
      'many cookies',
      (size) => ({
        method: 'GET',
        url: '/trpc/session.me',
        headers: { cookie: times(size, (at) => `c${at}=1`).join('; ') },
      }),
    ],
    [
      'a long key',
      (size) => ({ method: 'GET', url: '/v1/offers', headers: { authorization: `Bearer ${'mk_'.repeat(size * 8)}` } }),
    ],
    [
      'proxies without end',
      (size) => ({
        method: 'GET',
        url: '/v1/system/health',
        headers: { 'x-forwarded-for': times(size * 4, () => '10.0.0.1').join(', ') },
      }),
    ],
    [
      'a webhook nobody signed',
      (size) => ({
        ...post(
          '/webhooks/stripe',
          times(size * 8, () => ({})),
        ),
        headers: { 'stripe-signature': times(size, () => 'v1=a').join(',') },
      }),
    ],
  ])('%s', async (_what, asking) => {
    const [small, large] = [asking(2_000), asking(16_000)]
    const growth = (await workOf(large)) / (await workOf(small))
    expect(growth).toBeLessThan(24)
  })
})

describe('nobody makes the api look at more than an input can be', () => {
  const key = () => ({ authorization: '', 'idempotency-key': v7() })

  test.each<[string, unknown, string]>([
    ['a set', { json: { tenant: ['a'] }, meta: { values: { tenant: ['set'] } } }, '/meta/values/tenant'],
    ['one object twice', { json: {}, meta: { referentialEqualities: { a: ['b'] } } }, '/meta/referentialEqualities'],
    ['a class', { json: {}, meta: { values: { tenant: [['class', 'Thing']] } } }, '/meta/values/tenant'],
    ['a moment that is none', { json: { tenant: 'x' }, meta: { values: { tenant: ['Date'] } } }, '/meta/values/tenant'],
    [
      'the length of a list',
      { json: { a: [1] }, meta: { values: { 'a.length': ['undefined'] } } },
      '/meta/values/a.length',
    ],
    [
      'the prototype',
      { json: { a: 1 }, meta: { values: { '__proto__.a': ['undefined'] } } },
      '/meta/values/__proto__.a',
    ],
    ['more values than any input has', { json: { email: times(10_000, () => 0) } }, ''],
    ['lists in lists', { json: { email: nested(40) } }, ''],
    ['a text longer than any note', { json: { email: 'a'.repeat(10_001) } }, '/email'],
    ['no envelope', ['a'], ''],
  ])('%s is refused', async (_what, payload, pointer) => {
    const answer = await api.app.inject({
      ...signIn(payload),
      headers: { ...key(), 'content-type': 'application/json' },
    })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().error.json.data.issues).toEqual([{ pointer, message: expect.any(String) }])
  })

  test('a name with a meaning of its own is refused, over tRPC and over REST', async () => {
    const poison = '{"json":{"tenant":"a","__proto__":{"admin":true}}}'
    const rpc = await api.app.inject({ ...signIn({}), payload: poison })
    expect(rpc.json().error.json.data.issues).toEqual([{ pointer: '/__proto__', message: expect.any(String) }])
    const rest = await api.app.inject({ ...post('/v1/purchases/quote', {}), payload: '{"__proto__":{"lines":[]}}' })
    expect(rest.statusCode).toBe(400)
  })
})
