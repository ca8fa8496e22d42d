import { PassThrough } from 'node:stream'
import type { FastifyReply } from 'fastify'

type Message = {
  id?: number
  event?: string
  data?: unknown
  /** After how long a browser that was cut off comes back. */
  retryMillis?: number
}

export type Stream = {
  send(message: Message): void
  end(): void
}

/**
 * Answers with server-sent events. A reader who does not keep up is cut off once so many bytes wait for them: their
 * browser comes back and says how far it got.
 */
export function openStream(
  reply: FastifyReply,
  { waitingBytesMax, onClosed }: { waitingBytesMax: number; onClosed: () => void },
): Stream {
  const body = new PassThrough()
  body.on('error', () => {})
  body.on('close', onClosed)
  reply
    .type('text/event-stream')
    // Whatever compresses or collects on the way would keep what should be told now.
    .header('cache-control', 'no-store, no-transform')
    .header('x-accel-buffering', 'no')
    .send(body)

  function send({ id, event, data, retryMillis }: Message) {
    if (body.destroyed || body.writableEnded) return
    const lines = [
      retryMillis !== undefined && `retry: ${Math.round(retryMillis)}`,
      id !== undefined && `id: ${id}`,
      event !== undefined && `event: ${event}`,
      data !== undefined && `data: ${JSON.stringify(data)}`,
    ]
    body.write(`${lines.filter((line) => line !== false).join('\n')}\n\n`)
    if (body.readableLength + body.writableLength > waitingBytesMax) body.destroy()
  }

  return { send, end: () => void body.end() }
}
