import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

type Refusal = { status: number; rpcCode: number; code: string; message: string }

const methods = new Set(['GET', 'HEAD', 'POST', 'OPTIONS'])

/**
 * What every request to the console passes before Next sees it. Answers what Next would break on, and writes the address
 * that reached the console to the end of X-Forwarded-For, as any proxy does: Next adds it only where nothing was said,
 * so a browser could say anything. True when the request may go on.
 */
export function passesFrontDoor(request: IncomingMessage, response: ServerResponse): boolean {
  request.url = (request.url ?? '/').replace(/^https?:\/\/[^/?#]*/i, '') || '/'
  const refusal = refusalOf(request)
  if (refusal) {
    refuse(request, response, refusal)
    return false
  }
  const peer = request.socket.remoteAddress ?? 'unknown'
  request.headers['x-forwarded-for'] = [request.headers['x-forwarded-for'] ?? [], peer].flat().join(', ')
  return true
}

function refusalOf({ method = '', url = '' }: IncomingMessage): Refusal | undefined {
  if (!methods.has(method)) {
    const message = `The console takes ${[...methods].join(', ')}`
    return { status: 405, rpcCode: -32_005, code: 'METHOD_NOT_SUPPORTED', message }
  }
  if (isDecodable(url)) return undefined
  const message = 'The address has a percent sign that encodes nothing'
  return { status: 400, rpcCode: -32_600, code: 'BAD_REQUEST', message }
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '')
    return true
  } catch {
    return false
  }
}

/** Under /api/trpc as the typed client reads it, elsewhere as a person does. */
function refuse({ url = '' }: IncomingMessage, response: ServerResponse, { status, rpcCode, code, message }: Refusal) {
  const requestId = randomUUID()
  const isRpc = url.startsWith('/api/trpc')
  const data = { code, httpStatus: status, requestId }
  const body = isRpc ? JSON.stringify({ error: { json: { message, code: rpcCode, data } } }) : `${message}\n`
  response
    .writeHead(status, {
      'content-type': isRpc ? 'application/json' : 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
      ...(status === 405 && { allow: [...methods].join(', ') }),
    })
    .end(body)
}
