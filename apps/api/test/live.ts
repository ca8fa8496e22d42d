import { type IncomingMessage, request } from 'node:http'
import { urlToHttpOptions } from 'node:url'
import type { ObjectChange } from '@mainstay/domain/command/object-change'

type Message = { id?: string; event?: string; data?: string }

/** A reader of /live over HTTP, as a browser is one: at an address, or at a socket of this machine. */
export async function readLive(at: string | { socketPath: string }, headers: Record<string, string>) {
  const server = typeof at === 'string' ? urlToHttpOptions(new URL(at)) : at
  const messages: Message[] = []
  let rest = ''
  let isClosed = false
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ ...server, path: '/live', headers, agent: false }, resolve)
      .on('error', reject)
      .end()
  })
  answer.setEncoding('utf8').on('data', (text: string) => {
    const parts = `${rest}${text}`.split('\n\n')
    rest = parts.pop() ?? ''
    messages.push(...parts.map(parse))
  })
  answer.on('close', () => {
    isClosed = true
  })
  answer.on('error', () => {})

  return {
    status: answer.statusCode,
    answer,
    changes: () =>
      messages
        .filter(({ event }) => event === 'changed')
        .flatMap(({ data }): ObjectChange[] => JSON.parse(data ?? '[]')),
    events: () => messages.flatMap(({ event }) => event ?? []),
    lastId: () => messages.findLast(({ id }) => id !== undefined)?.id ?? '',
    isClosed: () => isClosed,
    close: () => answer.destroy(),
  }
}

function parse(message: string): Message {
  return Object.fromEntries(message.split('\n').map((line) => line.split(/: (.*)/s, 2)))
}
