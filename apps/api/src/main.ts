import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '@mainstay/db/postgres/client'
import { warnOfMissingSettings } from '@mainstay/db/postgres/readiness'
import { requireRoles } from '@mainstay/db/postgres/require-roles'
import { endPlainly } from '@mainstay/db/postgres/wrong-setting'
import { createLogger } from '@mainstay/telemetry/logger'
import { countConflict, watchPool } from '@mainstay/telemetry/metrics'
import { serveHealth } from '@mainstay/telemetry/serve-health'
import { readEnv } from './env.ts'
import { buildServer } from './http/server.ts'

endPlainly()
const logger = createLogger('api')
const { config, urls, pooler } = readEnv(process.env)
const onConnectionError = (err: Error) => logger.warn({ err }, 'a database connection was lost')
const connection = { ...pooler.sending, onConnectionError }
const db = connect(urls.app_rw, { ...connection, applicationName: 'mainstay api', onConflict: countConflict })
const ro = connect(urls.app_ro, { ...connection, applicationName: 'mainstay api reads' })
const listening = connect(pooler.listenUrl ?? urls.app_ro, {
  applicationName: 'mainstay api listens',
  connectionsMax: 2,
  onConnectionError,
})
for (const [name, { pool }] of Object.entries({ rw: db, ro })) {
  watchPool(name, () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }))
}

await requireRoles(process.env, ['app_rw', 'app_ro'], (err) => logger.warn({ err }, 'the database is away'))
for (const each of [db, ro])
  void warnOfMissingSettings(each, (run) => logger.warn({ run }, 'a role of the database lacks settings'))

let isClosing = false
const app = await buildServer({ db, ro, listening, config, isClosing: () => isClosing })
const address = await app.listen({ host: config.host, port: config.port })
const health =
  config.healthPort === undefined ? undefined : serveHealth({ host: config.healthHost, port: config.healthPort })
logger.info({ address }, 'listening')

/** Out of traffic first, so that nobody is sent here while the last requests end. */
async function close(): Promise<void> {
  if (isClosing) return
  isClosing = true
  await sleep(config.drainMillis)
  await app.close()
  health?.close()
  await Promise.all([db.close(), ro.close(), listening.close()])
  logger.info('closed')
}

process.once('SIGTERM', () => void close())
process.once('SIGINT', () => void close())
