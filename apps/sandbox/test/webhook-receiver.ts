import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type ReceivedWebhook = { type: string; eventId: string; body: string; signature: string; answeredWith: number }

/** A place for webhooks to arrive; answers with what `answer` says for the nth attempt, 200 by default. */
export async function startWebhookReceiver(answer: (attempt: number) => number = () => 200) {
  const received: ReceivedWebhook[] = []
  const server = createServer((request, response) => void take(request, response))
  async function take(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString('utf8')
    const event: { id: string; type: string } = JSON.parse(body)
    const answeredWith = answer(received.length)
    const signature = String(request.headers['stripe-signature'])
    received.push({ type: event.type, eventId: event.id, body, signature, answeredWith })
    response.writeHead(answeredWith).end()
  }
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/webhooks/stripe`,
    received,
    stop: () => {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
