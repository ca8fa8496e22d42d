import type { Server } from 'node:http'
import { sessionCookieName } from '@mainstay/auth/cookie'
import { isOriginAllowed } from '@mainstay/auth/origin'
import { runWithRequestContext } from '@mainstay/telemetry/request-context'
import type { FastifyHttpOptions, FastifyInstance, FastifyRequest } from 'fastify'
import { v7 } from 'uuid'
import type { ApiConfig } from '../env.ts'
import { singleHeader } from './context.ts'
import { type Failure, failureOf } from './failure.ts'
import { answerUnreadable, sendFailure } from './send-failure.ts'

const requestMillisMax = 30_000

/** How requests are read, and how those are answered that no route sees. */
export const readingRules = {
  bodyLimit: 1_048_576,
  requestTimeout: requestMillisMax,
  genReqId: (request) => requestIdOf(request.headers['x-request-id']),
  // A batch names every procedure in the path.
  routerOptions: { maxParamLength: 2000 },
  // A request may name the whole address; the path of it is what is asked for.
  rewriteUrl: ({ url = '/' }) => url.replace(/^https?:\/\/[^/?#]*/i, '') || '/',
  // A request without a host is refused below, in the form of every other refusal.
  http: { requireHostHeader: false },
  frameworkErrors: (error, _request, reply) => void sendFailure(reply, failureOfHttp(error)),
  clientErrorHandler: answerUnreadable,
} satisfies FastifyHttpOptions<Server>

/** An id a caller sends is kept when it is one, so that a call can be followed through both systems. */
function requestIdOf(header: string | string[] | undefined): string {
  const given = singleHeader(header)
  return given !== undefined && /^[\w.:-]{8,100}$/.test(given) ? given : v7()
}

/** Call it before any route is added. */
export function addRequestRules(app: FastifyInstance, { allowedOrigins, tls }: ApiConfig): void {
  const methodsOf = methodsByPath(app)

  app.addHook('onRequest', (request, _reply, done) => {
    runWithRequestContext({ requestId: request.id }, done)
  })

  app.addHook('onRequest', async (request, reply) => {
    const { headers, method, cookies } = request
    if (headers.host === undefined || !hostForm.test(headers.host))
      return sendFailure(reply, { code: 'BAD_REQUEST', message: 'The header Host is not a host and a port' })
    const allowed = isOriginAllowed(
      {
        method,
        origin: headers.origin,
        fetchSite: singleHeader(headers['sec-fetch-site']),
        hasCookie: cookies[sessionCookieName({ secure: tls })] !== undefined,
      },
      allowedOrigins,
    )
    if (!allowed) return sendFailure(reply, { code: 'FORBIDDEN', message: 'This page may not change anything here' })
  })

  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
    reply.header('x-frame-options', 'DENY')
    if (!reply.hasHeader('cache-control') && isPrivate(request)) reply.header('cache-control', 'no-store')
  })

  app.setNotFoundHandler((request, reply) => {
    const methods = methodsOf(request.url)
    if (methods.length === 0) return sendFailure(reply, { code: 'NOT_FOUND', message: 'There is no such path' })
    const allow = methods.join(', ')
    reply.header('allow', allow)
    return sendFailure(reply, { code: 'METHOD_NOT_SUPPORTED', message: `This path takes ${allow}` })
  })
  app.setErrorHandler((error, request, reply) => {
    const failure = failureOfHttp(error)
    if (failure.code === 'INTERNAL_SERVER_ERROR') request.log.error({ err: error }, 'a request broke')
    return sendFailure(reply, failure)
  })
}

const hostForm = /^(?:[\w.-]{1,255}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i

/** The methods a path takes, so that another one is refused as such and not as an unknown path. */
function methodsByPath(app: FastifyInstance): (url: string) => string[] {
  const routes: { form: RegExp; methods: string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    const form = url
      .replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll(/:\w+/g, '[^/]+')
      .replaceAll('*', '.*')
    routes.push({ form: new RegExp(`^${form}$`), methods: [method].flat() })
  })
  return (url) => {
    const [path = ''] = url.split('?')
    const methods = routes.filter(({ form }) => form.test(path)).flatMap((route) => route.methods)
    return [...new Set(methods)].sort()
  }
}

function isPrivate({ url }: FastifyRequest): boolean {
  return url.startsWith('/trpc') || url.startsWith('/v1')
}

/** Fastify refuses some requests before a procedure sees them: a body that is no JSON, or too long. */
function failureOfHttp(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'FST_ERR_BAD_URL')
    return { code: 'BAD_REQUEST', message: 'The path has a percent sign that encodes nothing' }
  if (code === 'FST_ERR_MAX_PARAM_LENGTH') return { code: 'BAD_REQUEST', status: 414, message: 'The path is too long' }
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 400) return failureOf({ code: 'PARSE_ERROR', message: '' })
  if (status === 413) return failureOf({ code: 'PAYLOAD_TOO_LARGE', message: 'The body is larger than 1 MiB' })
  if (status === 415) return failureOf({ code: 'UNSUPPORTED_MEDIA_TYPE', message: 'Send application/json' })
  if (status > 400 && status < 500) return { code: 'BAD_REQUEST', status, message: 'This is no request we can read' }
  return failureOf({ code: 'INTERNAL_SERVER_ERROR', message: '', cause: error })
}
