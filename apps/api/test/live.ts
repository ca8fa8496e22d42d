import { type IncomingMessage, request } from 'node:http'
import type { ObjectChange } from '@mainstay/domain/command/object-change'

type Message = { id?: string; event?: string; data?: string }

/** A reader of /live over HTTP, as a browser is one. */
export async function readLive(url: string, headers: Record<string, string>) {
  const messages: Message[] = []
  let rest = ''
  let isClosed = false
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`${url}/live`, { headers, agent: false }, resolve).on('error', reject).end()
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
