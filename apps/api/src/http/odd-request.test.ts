import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { consoleOrigin, type TestApi, testApi } from '../../test/api.ts'

let api: TestApi
let port: number
beforeAll(async () => {
  api = await testApi()
  port = Number(new URL(await api.app.listen({ host: '127.0.0.1', port: 0 })).port)
})
afterAll(() => api.close())

const Problem = z.object({ status: z.int(), title: z.string(), code: z.string(), requestId: z.string() })
const RpcError = z.object({
  error: z.object({
    json: z.object({
      message: z.string(),
      code: z.int(),
      data: z.object({ code: z.string(), httpStatus: z.int(), requestId: z.string() }),
    }),
  }),
})

/** Everything the api writes until it closes the connection; refuses to wait for one that stays open. */
function send(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.setTimeout(20_000, () => socket.destroy(new Error(`it hangs: ${String(bytes).slice(0, 200)}`)))
    socket.on('data', (part) => parts.push(Buffer.from(part)))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // Refused before the rest was read: what was answered until then counts.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(Buffer.concat(parts).toString('latin1'))
      else reject(error)
    })
    socket.on('close', () => resolve(Buffer.concat(parts).toString('latin1')))
  })
}

function read(answer: string) {
  const [head = '', ...rest] = answer.split('\r\n\r\n')
  const headers = Object.fromEntries(
    head
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(/:\s*/, 2)),
  )
  const body = rest.join('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), headers, body: body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1) }
}

const ask = (method: string, path: string, { host = 'api.example', headers = '', body = '' } = {}) =>
  send(
    `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${headers}${
      body === '' ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`
    }\r\n${body}`,
  ).then(read)

const json = 'Content-Type: application/json\r\n'
const foreign = `${json}Origin: https://evil.example\r\n`
const big = `"${'x'.repeat(1_100_000)}"`

describe('what is refused before a route sees it is a problem with a request id', () => {
  test.each<[string, number, Parameters<typeof ask>]>([
    ['TRACE', 404, ['TRACE', '/']],
    ['TRACE of a route', 405, ['TRACE', '/v1/offers']],
    ['a method a route does not take', 405, ['PUT', '/v1/offers']],
    ['a method nobody knows here', 405, ['PURGE', '/healthz']],
    ['a host that is none', 400, ['GET', '/v1/offers', { host: 'a b' }]],
    ['a host with a path', 400, ['GET', '/v1/offers', { host: 'a/b' }]],
    ['a host with brackets', 400, ['POST', '/v1/purchases', { host: '[', headers: json, body: '{}' }]],
    ['a broken percent sign', 400, ['GET', '/v1/purchases/%']],
    ['half a character', 400, ['GET', '/v1/purchases/%E0%A4%A']],
    ['a path without end', 414, ['GET', `/v1/purchases/${'a'.repeat(3000)}`]],
    ['headers without end', 431, ['GET', '/v1/offers', { headers: `Cookie: ${'a'.repeat(20_000)}\r\n` }]],
    ['a body without end', 413, ['POST', '/v1/purchases/quote', { headers: json, body: big }]],
    ['a body that is no JSON', 400, ['POST', '/v1/purchases/quote', { headers: json, body: '{' }]],
    [
      'a body of another kind',
      415,
      ['POST', '/v1/purchases/quote', { headers: 'Content-Type: text/xml\r\n', body: '<a/>' }],
    ],
    ['a foreign page', 403, ['POST', '/v1/purchases/quote', { headers: foreign, body: '{}' }]],
    ['a path nobody wrote', 404, ['GET', '/v2']],
  ])('%s is %i', async (_what, status, asked) => {
    const answer = await ask(...asked)
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    const problem = Problem.parse(JSON.parse(answer.body))
    expect(problem.status).toBe(status)
    expect(answer.headers['x-request-id']).toBe(problem.requestId)
  })

  test('another method is told which ones there are', async () => {
    expect((await ask('DELETE', '/v1/purchases')).headers['allow']).toBe('GET, HEAD, POST')
    expect((await ask('TRACE', '/trpc/session.me')).headers['allow']).toBe('GET, POST')
  })
})

describe('under /trpc it is an error that the client reads', () => {
  test.each<[string, number, Parameters<typeof ask>]>([
    ['TRACE', 405, ['TRACE', '/trpc/session.me']],
    ['PUT', 405, ['PUT', '/trpc/session.me']],
    ['a host that is none', 400, ['POST', '/trpc/session.signOut', { host: 'a b', headers: json, body: '{}' }]],
    ['a broken percent sign', 400, ['GET', '/trpc/%']],
    ['a path without end', 414, ['GET', `/trpc/${'a'.repeat(3000)}`]],
    ['a body without end', 413, ['POST', '/trpc/session.signIn', { headers: json, body: big }]],
    [
      'a batch without end',
      413,
      ['POST', '/trpc/session.signOut,session.signOut?batch=1', { headers: json, body: big }],
    ],
    ['a body that is no JSON', 400, ['POST', '/trpc/session.signIn', { headers: json, body: '{' }]],
    [
      'a body of another kind',
      415,
      ['POST', '/trpc/session.signIn', { headers: 'Content-Type: text/xml\r\n', body: '<a/>' }],
    ],
    ['a foreign page', 403, ['POST', '/trpc/session.signIn', { headers: foreign, body: '{}' }]],
    [
      'a foreign page with a batch',
      403,
      ['POST', '/trpc/session.signIn,session.signOut?batch=1', { headers: foreign, body: '{}' }],
    ],
    ['no procedure', 404, ['GET', '/trpc/']],
    [
      'a whole address for a path',
      404,
      ['POST', 'http://elsewhere.example/trpc/no.such', { headers: json, body: '{}' }],
    ],
  ])('%s is %i', async (_what, status, asked) => {
    const answer = await ask(...asked)
    expect(answer.status).toBe(status)
    const { error } = RpcError.parse(JSON.parse(answer.body))
    expect(error.json.data.httpStatus).toBe(status)
    expect(answer.headers['x-request-id']).toBe(error.json.data.requestId)
  })
})

test.each<[string, string | Buffer, number]>([
  ['no host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['two hosts', 'GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n', 200],
  ['no version', 'GET /healthz\r\n\r\n', 400],
  ['the old protocol', 'GET /healthz HTTP/1.0\r\nHost: a\r\n\r\n', 200],
  ['a protocol to come', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['TLS where none is spoken', Buffer.from('16030100a5010000a10303', 'hex'), 400],
  ['nothing but line ends', '\r\n\r\n\r\n\r\nX\r\n\r\n', 400],
  ['two lengths', 'POST /trpc/a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
  [
    'a length and pieces',
    'POST /trpc/a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['a length below nothing', 'POST /trpc/a HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n', 400],
  [
    'a piece without a size',
    'POST /v1/purchases/quote HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    400,
  ],
  ['a header without a name', 'GET /healthz HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n', 400],
  ['a line folded as of old', 'GET /healthz HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\nConnection: close\r\n\r\n', 400],
  ['another expectation', 'GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: a miracle\r\nConnection: close\r\n\r\n', 417],
  [
    'another protocol',
    'GET /healthz HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n',
    200,
  ],
  ['the server itself', 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 404],
])('a request with %s is answered and its connection ends', async (_what, bytes, status) => {
  expect(read(await send(bytes)).status).toBe(status)
})

/** The same requests at every run. */
function* chance(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}

test('four hundred odd requests are never a fault of ours and never left without an end', async () => {
  const numbers = chance(20)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(numbers.next().value * from.length)] ?? (from[0] as T)
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH', 'LINK']
  const paths = [
    '/',
    '/trpc',
    '/trpc/',
    '/trpc/session.me',
    '/trpc/session.signIn',
    '/trpc/a,b',
    '/v1/offers',
    '/v1/purchases',
    '/v1/purchases/x',
    '/webhooks/stripe',
    '/docs',
    '/docs/',
    '/openapi.json',
    '/healthz',
    '//',
    '/../x',
    'http://a/trpc/session.signIn',
    'http://',
    '*',
  ]
  const tails = [
    '',
    '?',
    '?batch=1',
    '?batch=1&input=%7B%7D',
    '?input=%',
    '?input={',
    '?a=1&a=2&a[b]=3',
    '/%',
    '%00',
    '%ff',
    ';a',
    '#f',
    ',,,,',
    '?connectionParams=%7B',
    '?input=null',
    '?batch=1&input=[]',
    '?input=%7B%22json%22%3A%5B%5D%7D',
  ]
  const headers = [
    '',
    json,
    `${json}trpc-accept: application/jsonl\r\n`,
    'Content-Type: multipart/form-data; boundary=a\r\n',
    'Content-Type: ;;\r\n',
    'Content-Type: application/octet-stream\r\n',
    'Cookie: mainstay=%; a\r\n',
    'Cookie: ;;=;\r\n',
    'Authorization: Bearer\r\n',
    'Authorization: \x80\r\n',
    'Idempotency-Key: \r\n',
    'X-Forwarded-For: ,,[,]\r\n',
    'X-Request-Id: a\r\n',
    'Accept: application/jsonl\r\n',
    `Origin: ${consoleOrigin}\r\n`,
    'Origin: null\r\n',
    'Stripe-Signature: t=,v1=\r\n',
    'traceparent: 00-x\r\n',
    'Range: bytes=9-1\r\n',
    'If-None-Match: "\r\n',
  ]
  const bodies = [
    '',
    '{}',
    '[]',
    'null',
    '{',
    '"',
    '\0',
    '{"json":null}',
    '{"0":{"json":{}}}',
    '{"json":{},"meta":{"values":{"a":["set"]}}}',
    '--a\r\n\r\n--a--',
  ]
  const hosts = ['api.example', 'a:1', '[::1]:1', '', ' ', '[', 'a:b', '\x80', 'a,b', '%']

  for (let sent = 0; sent < 400; sent += 1) {
    const asked = [
      pick(methods),
      `${pick(paths)}${pick(tails)}`,
      { host: pick(hosts), headers: pick(headers) + pick(headers), body: pick(bodies) },
    ] as const
    const { status } = await ask(...asked)
    expect(status, JSON.stringify(asked)).toBeGreaterThanOrEqual(200)
    expect(status, JSON.stringify(asked)).toBeLessThan(500)
  }
})
