import { apiAddress } from './api-address.ts'
import { askedBy } from './asked-by.ts'

const forwarded = [
  'accept',
  'content-type',
  'cookie',
  'idempotency-key',
  'last-event-id',
  'origin',
  'sec-fetch-site',
  'traceparent',
  'trpc-accept',
  'user-agent',
  'x-request-id',
]

const returned = [
  'cache-control',
  'content-disposition',
  'content-type',
  'retry-after',
  'trpc-accept',
  'vary',
  'x-request-id',
]

/** Passes a browser's call on to the api and streams the answer back. Only named headers cross, in both directions. */
export async function forwardToApi(request: Request, path: string): Promise<Response> {
  const { search } = new URL(request.url)
  const headers = new Headers(askedBy(request.headers))
  for (const name of forwarded) copyHeader(name, request.headers, headers)

  const init: RequestInit & { duplex: 'half' } = {
    method: request.method,
    headers,
    body: request.body,
    duplex: 'half',
    redirect: 'manual',
    cache: 'no-store',
    signal: request.signal,
  }
  const answer = await fetch(`${apiAddress()}${path}${search}`, init).catch(() => undefined)

  if (answer === undefined) {
    const unreachable = {
      error: {
        json: {
          message: 'The api did not answer.',
          code: -32603,
          data: { code: 'SERVICE_UNAVAILABLE', httpStatus: 503 },
        },
      },
    }
    return Response.json(unreachable, { status: 503, headers: { 'cache-control': 'no-store' } })
  }
  const back = new Headers({ 'cache-control': 'no-store' })
  for (const name of returned) copyHeader(name, answer.headers, back)
  for (const cookie of answer.headers.getSetCookie()) back.append('set-cookie', cookie)
  return new Response(answer.body, { status: answer.status, headers: back })
}

function copyHeader(name: string, from: Headers, to: Headers): void {
  const value = from.get(name)
  if (value !== null) to.set(name, value)
}
