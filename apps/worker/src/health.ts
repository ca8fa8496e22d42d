import { createServer, type Server } from 'node:http'
import { metricsText, registry } from '@mainstay/telemetry/metrics'

/** Alive, and the numbers, for what runs us. */
export function serveHealth(port: number): Server {
  const server = createServer(async (request, response) => {
    if (request.url === '/metrics') {
      response.setHeader('content-type', registry.contentType).end(await metricsText())
      return
    }
    response.statusCode = request.url === '/healthz' ? 200 : 404
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ status: 'alive' }))
  })
  return server.listen(port, '127.0.0.1')
}
