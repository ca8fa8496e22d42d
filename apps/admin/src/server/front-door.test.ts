import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { passesFrontDoor } from './front-door.ts'

let server: Server
let port: number
beforeAll(async () => {
  server = createServer((request, response) => {
    if (!passesFrontDoor(request, response)) return
    response.end(`${request.url} for ${String(request.headers['x-forwarded-for'])}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  port = address !== null && typeof address === 'object' ? address.port : 0
})
afterAll(() => server.close())

function ask(method: string, path: string, headers = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () =>
      socket.end(`${method} ${path} HTTP/1.1\r\nHost: console.example\r\n${headers}Connection: close\r\n\r\n`),
    )
    socket.on('data', (part) => {
      answer += String(part)
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })
}

test('the address that reached the console comes after whatever the browser says', async () => {
  expect(await ask('GET', '/orders')).toContain('/orders for 127.0.0.1')
  expect(await ask('GET', '/orders', 'X-Forwarded-For: 198.51.100.1\r\n')).toContain('for 198.51.100.1, 127.0.0.1')
  expect(await ask('GET', '/', 'X-Forwarded-For: a\r\nX-Forwarded-For: b\r\n')).toContain('for a, b, 127.0.0.1')
})

test.each(['/api/trpc/%', '/api/trpc/%E0%A4%A', '/orders/%'])('a broken percent sign is refused: %s', async (path) => {
  expect(await ask('GET', path)).toMatch(/^HTTP\/1.1 400 [\s\S]*x-request-id: [\s\S]*encodes nothing/)
})

test('under /api/trpc the refusal is an error the client reads', async () => {
  const [, body = ''] = (await ask('TRACE', '/api/trpc/session.me')).split('\r\n\r\n')
  const json = JSON.parse(body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1))
  expect(json.error.json.data).toMatchObject({ code: 'METHOD_NOT_SUPPORTED', httpStatus: 405 })
})

test('another method is told which ones there are', async () => {
  expect(await ask('TRACE', '/')).toMatch(/^HTTP\/1.1 405 [\s\S]*allow: GET, HEAD, POST, OPTIONS/)
  expect(await ask('DELETE', '/orders')).toMatch(/^HTTP\/1.1 405 /)
})

test('a whole address for a path is its path', async () => {
  expect(await ask('GET', 'http://elsewhere.example/orders?a=1')).toContain('/orders?a=1 for')
  expect(await ask('GET', 'http://elsewhere.example')).toContain('/ for')
})
