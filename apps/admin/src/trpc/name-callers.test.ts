import { createServer, request } from 'node:http'
import { expect, test } from 'vitest'
import { nameCallers } from './name-callers.ts'

test('the address that reached the console comes after whatever the browser says', async () => {
  nameCallers()
  const server = createServer((asked, answer) => answer.end(String(asked.headers['x-forwarded-for'])))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const ask = (headers: Record<string, string>) =>
    new Promise<string>((resolve, reject) => {
      request(
        { port, host: '127.0.0.1', headers },
        (answer) => void answer.toArray().then((parts) => resolve(parts.join(''))),
      )
        .on('error', reject)
        .end()
    })
  expect(await ask({})).toBe('127.0.0.1')
  expect(await ask({ 'x-forwarded-for': '198.51.100.1' })).toBe('198.51.100.1, 127.0.0.1')
  server.close()
})
