import { createServer } from 'node:http'
import next from 'next'
import { passesFrontDoor } from './src/server/front-door.ts'

const hostname = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 3000)

const app = next({ dev: process.env.NODE_ENV === 'development', dir: import.meta.dirname, hostname, port })
await app.prepare()
const handle = app.getRequestHandler()

const server = createServer((request, response) => {
  if (passesFrontDoor(request, response)) void handle(request, response)
})
server.on('upgrade', (request, socket, head) => void app.getUpgradeHandler()(request, socket, head))
server.listen(port, hostname)

function close(): void {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
}
process.once('SIGTERM', close)
process.once('SIGINT', close)
