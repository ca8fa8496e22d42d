import { createServer } from 'node:http'
import { WholeNumber } from '@mainstay/domain/command/written'
import next from 'next'
import { passesFrontDoor } from './src/server/front-door.ts'

const hostname = process.env.HOST ?? '127.0.0.1'
const port = WholeNumber({ min: 0, max: 65_535 }).default(3000).parse(process.env.PORT)

const server = createServer()
// Given the server, Next takes what a page in development asks to be told of.
const app = next({
  dev: process.env.NODE_ENV === 'development',
  dir: import.meta.dirname,
  hostname,
  port,
  httpServer: server,
})
await app.prepare()
const handle = app.getRequestHandler()

server.on('request', (request, response) => {
  if (passesFrontDoor(request, response)) void handle(request, response)
})
server.listen(port, hostname)

const lastAnswersMillis = 3000

function close(): void {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  // A page that stays connected is not waited for.
  setTimeout(() => process.exit(0), lastAnswersMillis)
}
process.once('SIGTERM', close)
process.once('SIGINT', close)
