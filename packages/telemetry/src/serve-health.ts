import { createServer, type Server } from 'node:http'
import { metricsText, registry } from './metrics.ts'

/** Alive, and the numbers, for what runs us: on a port of its own that no caller of ours reaches. */
export function serveHealth({ host = '127.0.0.1', port }: { host?: string | undefined; port: number }): Server {
  const server = createServer((request, response) => {
    if (request.url === '/metrics') {
      void metricsText().then((text) => response.setHeader('content-type', registry.contentType).end(text))
      return
    }
    response.statusCode = request.url === '/healthz' ? 200 : 404
    const answer = { status: response.statusCode === 200 ? 'alive' : 'no such path' }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
  return server.listen(port, host)
}
