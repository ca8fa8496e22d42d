import fastifyCookie from '@fastify/cookie'
import { sessionCookieName } from '@mainstay/auth/cookie'
import { isOriginAllowed } from '@mainstay/auth/origin'
import type { Database } from '@mainstay/db/client'
import { createLogger } from '@mainstay/telemetry/logger'
import { runWithRequestContext } from '@mainstay/telemetry/request-context'
import scalar from '@scalar/fastify-api-reference'
import { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify'
import { v7 } from 'uuid'
import { callerReader } from './caller.ts'
import { contextOf, singleHeader } from './context.ts'
import type { ApiConfig } from './env.ts'
import { failureOf } from './failure.ts'
import { openApiDocument } from './open-api.ts'
import { serveProbes } from './probes.ts'
import { sendProblem } from './problem.ts'
import { serveRest } from './rest.ts'
import { appRouter } from './router.ts'
import { serveRpc } from './rpc.ts'
import { serveStripeWebhook } from './webhooks/stripe.ts'

export type ServerParts = {
  /** Signed in as app_rw. */
  db: Database
  /** Signed in as app_ro. */
  ro: Database
  config: ApiConfig
  clock?: () => Date
  isClosing?: () => boolean
}

export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const { db, ro, config, clock = () => new Date(), isClosing = () => false } = parts
  const loggerInstance: FastifyBaseLogger = createLogger('http')
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1_048_576,
    genReqId: (request) => requestIdOf(request.headers['x-request-id']),
    forceCloseConnections: 'idle',
    // A batch names every procedure in the path.
    routerOptions: { maxParamLength: 2000 },
  })
  const sources = { db, ro, clock, tls: config.tls, cursorSecret: config.cursorSecret, callerOf: callerReader(config) }

  await app.register(fastifyCookie)
  addRequestRules(app, config)

  await app.register(async (rpc) => serveRpc(rpc, appRouter, (request, reply) => contextOf(sources, request, reply)), {
    prefix: '/trpc',
  })
  await app.register(async (v1) => serveRest(v1, appRouter, (request, reply) => contextOf(sources, request, reply)), {
    prefix: '/v1',
  })

  const document = JSON.stringify(openApiDocument(appRouter))
  app.get('/openapi.json', async (_request, reply) => reply.type('application/json').send(document))
  await app.register(scalar, {
    routePrefix: '/docs',
    configuration: { url: '/openapi.json', withDefaultFonts: false, telemetry: false },
  })
  serveProbes(app, { db, isClosing })
  const { stripeWebhookSecret: secret } = config
  if (secret !== undefined) await app.register((scope) => serveStripeWebhook(scope, { db, secret }))
  return app
}

/** An id a caller sends is kept when it is one, so that a call can be followed through both systems. */
function requestIdOf(header: string | string[] | undefined): string {
  const given = singleHeader(header)
  return given !== undefined && /^[\w.:-]{8,100}$/.test(given) ? given : v7()
}

function addRequestRules(app: FastifyInstance, { allowedOrigins, tls }: ApiConfig): void {
  app.addHook('onRequest', (request, _reply, done) => {
    runWithRequestContext({ requestId: request.id }, done)
  })

  app.addHook('onRequest', async (request, reply) => {
    const { headers, method, cookies } = request
    const allowed = isOriginAllowed(
      {
        method,
        origin: headers.origin,
        fetchSite: singleHeader(headers['sec-fetch-site']),
        hasCookie: cookies[sessionCookieName({ secure: tls })] !== undefined,
      },
      allowedOrigins,
    )
    if (!allowed) return sendProblem(reply, { code: 'FORBIDDEN', message: 'This page may not change anything here' })
  })

  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
    reply.header('x-frame-options', 'DENY')
    if (!reply.hasHeader('cache-control') && isPrivate(request)) reply.header('cache-control', 'no-store')
  })

  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, { code: 'NOT_FOUND', message: 'There is no such path' }),
  )
  app.setErrorHandler((error, request, reply) => {
    const failure = failureOfHttp(error)
    if (failure.code === 'INTERNAL_SERVER_ERROR') request.log.error({ err: error }, 'a request broke')
    return sendProblem(reply, failure)
  })
}

function isPrivate({ url }: FastifyRequest): boolean {
  return url.startsWith('/trpc') || url.startsWith('/v1')
}

/** Fastify refuses some requests before a procedure sees them: a body that is no JSON, or too long. */
function failureOfHttp(error: unknown) {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500
  if (status === 400) return failureOf({ code: 'PARSE_ERROR', message: '' })
  if (status === 413) return failureOf({ code: 'PAYLOAD_TOO_LARGE', message: 'The body is larger than 1 MiB' })
  if (status === 415) return failureOf({ code: 'UNSUPPORTED_MEDIA_TYPE', message: 'Send application/json' })
  return failureOf({ code: 'INTERNAL_SERVER_ERROR', message: '', cause: error })
}
