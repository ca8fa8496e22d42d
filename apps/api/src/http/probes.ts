import { acrossTenants, type Database } from '@mainstay/db/postgres/client'
import { missingMigrations } from '@mainstay/db/postgres/readiness'
import type { FastifyInstance } from 'fastify'

/** For what runs us: alive, and ready for traffic. `isClosing` takes us out of traffic before we stop. */
export function serveProbes(app: FastifyInstance, { db, isClosing }: { db: Database; isClosing: () => boolean }): void {
  app.get('/healthz', async () => ({ status: 'alive' }))

  app.get('/readyz', async (_request, reply) => {
    if (isClosing()) return reply.code(503).send({ status: 'closing' })
    const missing = await acrossTenants(db, missingMigrations).catch(() => undefined)
    if (missing === undefined) return reply.code(503).send({ status: 'waiting for the database' })
    if (missing.length > 0) return reply.code(503).send({ status: 'waiting for migrations', missing })
    return { status: 'ready' }
  })
}
