import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { forwardToApi } from './forward.ts'

let api: Server
let asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }

beforeAll(async () => {
  api = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      asked = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body }
      response.writeHead(409, {
        'content-type': 'application/json',
        'x-request-id': 'req-1',
        'x-inner': 'not for browsers',
        'set-cookie': ['session=a; HttpOnly', 'hint=b'],
      })
      response.end('{"ok":false}')
    })
  })
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('MAINSTAY_API_URL', `http://127.0.0.1:${portOf(api)}`)
})

afterAll(() => {
  vi.unstubAllEnvs()
  api.close()
})

test('a call reaches the api with its cookie, origin and body, and nothing that was not named', async () => {
  await forwardToApi(
    new Request('http://console.example/api/trpc/refund.approve?batch=1', {
      method: 'POST',
      body: '{"0":1}',
      headers: {
        'content-type': 'application/json',
        cookie: 'session=a',
        origin: 'http://console.example',
        'idempotency-key': 'k1',
        authorization: 'Bearer stolen',
      },
    }),
    '/trpc/refund.approve',
  )
  expect(asked).toMatchObject({ method: 'POST', url: '/trpc/refund.approve?batch=1', body: '{"0":1}' })
  expect(asked.headers).toMatchObject({
    cookie: 'session=a',
    origin: 'http://console.example',
    'idempotency-key': 'k1',
  })
  expect(asked.headers).not.toHaveProperty('authorization')
})

test('whose call it is goes with the secret of the console, and without one nobody is named', async () => {
  const ask = () =>
    forwardToApi(
      new Request('http://console.example/api/trpc/session.me', {
        headers: { 'x-forwarded-for': '198.51.100.1, 203.0.113.9', 'x-mainstay-console': 'forged' },
      }),
      '/trpc/session.me',
    )
  await ask()
  expect(asked.headers).not.toHaveProperty('x-forwarded-for')
  expect(asked.headers).not.toHaveProperty('x-mainstay-console')
  vi.stubEnv('MAINSTAY_CONSOLE_SECRET', 'known to the console and the api')
  await ask()
  expect(asked.headers).toMatchObject({
    'x-forwarded-for': '198.51.100.1, 203.0.113.9',
    'x-mainstay-console': 'known to the console and the api',
  })
})

test('status, request id and every cookie come back; inner headers stay inside; nothing is kept', async () => {
  const answer = await forwardToApi(new Request('http://console.example/api/trpc/session.me'), '/trpc/session.me')
  expect(answer.status).toBe(409)
  expect(await answer.json()).toEqual({ ok: false })
  expect(answer.headers.get('x-request-id')).toBe('req-1')
  expect(answer.headers.getSetCookie()).toEqual(['session=a; HttpOnly', 'hint=b'])
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.has('x-inner')).toBe(false)
})

test('an api that is down is answered as 503, not as a crash', async () => {
  const closed = createServer()
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('MAINSTAY_API_URL', `http://127.0.0.1:${portOf(closed)}`)
  await new Promise((resolve) => closed.close(resolve))
  const answer = await forwardToApi(new Request('http://console.example/api/trpc/session.me'), '/trpc/session.me')
  expect(answer.status).toBe(503)
})

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen')
  return address.port
}
