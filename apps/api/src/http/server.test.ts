import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.close())

const get = (url: string, headers: Record<string, string> = {}) => api.app.inject({ method: 'GET', url, headers })

test('it is alive and ready with all migrations, and shows its numbers to no caller', async () => {
  expect((await get('/healthz')).json()).toEqual({ status: 'alive' })
  expect((await get('/readyz')).json()).toEqual({ status: 'ready' })
  expect((await get('/metrics')).statusCode).toBe(404)
})

test("a caller's request id is kept when it is one, and made when it is not", async () => {
  expect((await get('/v1/system/health', { 'x-request-id': 'order-4711-a' })).headers['x-request-id']).toBe(
    'order-4711-a',
  )
  expect((await get('/v1/system/health', { 'x-request-id': 'a\nb' })).headers['x-request-id']).toMatch(
    /^[0-9a-f-]{36}$/,
  )
})

test('a path that does not exist is a problem like any other', async () => {
  const answer = await get('/v1/nothing')
  expect(answer.statusCode).toBe(404)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.json()).toMatchObject({ type: 'about:blank', status: 404, code: 'not_found' })
})

test('a body that is no JSON is refused without being repeated', async () => {
  const answer = await api.app.inject({
    method: 'POST',
    url: '/trpc/session.signIn',
    headers: { 'content-type': 'application/json' },
    payload: '{"password":"hunter-2',
  })
  expect(answer.statusCode).toBe(400)
  expect(answer.body).not.toContain('hunter-2')
})

test('the reference is readable without another host', async () => {
  const page = await get('/docs/')
  expect(page.statusCode).toBe(200)
  const hosts = [...page.body.matchAll(/(?:src|href)="(https?:[^"]+)"/g)].map(([, url]) => url)
  expect(hosts).toEqual([])
  expect((await get('/docs/js/scalar.js')).statusCode).toBe(200)
})

test('the document names the form of every error and the routes under /v1', async () => {
  const document = (await get('/openapi.json')).json()
  expect(document.openapi).toBe('3.1.0')
  expect(document.paths['/system/health'].get.responses).toMatchObject({
    default: { $ref: '#/components/responses/Problem' },
  })
  expect(document.components.responses.Problem.content).toHaveProperty(['application/problem+json'])
})
