import fastifyCookie from '@fastify/cookie'
import type { Database } from '@mainstay/db/postgres/client'
import { webhookSources } from '@mainstay/integrations/payments/provider'
import { createLogger } from '@mainstay/telemetry/logger'
import scalar from '@scalar/fastify-api-reference'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import type { ApiConfig } from '../env.ts'
import { type LiveLimits, serveLive } from '../live/serve-live.ts'
import { appRouter } from '../router/router.ts'
import { receiveWebhooks } from '../webhooks/receive.ts'
import { callerReader } from './caller.ts'
import { authenticator, contextOf } from './context.ts'
import { addRequestRules, readingRules } from './http-rules.ts'
import { openApiDocument } from './open-api.ts'
import { serveProbes } from './probes.ts'
import { serveRest } from './rest.ts'
import { serveRpc } from './rpc.ts'

export type ServerParts = {
  /** Signed in as app_rw. */
  db: Database
  /** Signed in as app_ro. */
  ro: Database
  /** For LISTEN, where `ro` goes through a pooler: straight to PostgreSQL. */
  listening?: Database
  config: ApiConfig
  live?: Partial<LiveLimits>
  clock?: () => Date
  isClosing?: () => boolean
}

export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const { db, ro, config, clock = () => new Date(), isClosing = () => false } = parts
  const loggerInstance: FastifyBaseLogger = createLogger('http')
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    ...readingRules,
  })
  const sources = {
    db,
    ro,
    clock,
    tls: config.tls,
    cursorSecret: config.cursorSecret,
    callerOf: callerReader(config),
    authenticate: authenticator(db),
  }

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
  serveLive(app, { db, ro, listening: parts.listening ?? ro, tls: config.tls, clock, limits: parts.live })
  for (const from of webhookSources) {
    const secret = config.webhookSecrets[from.source]
    if (secret !== undefined) await app.register((scope) => receiveWebhooks(scope, { db, from, secret }))
  }
  return app
}
