import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '@mainstay/db/client'
import { createLogger } from '@mainstay/telemetry/logger'
import { countConflict, watchPool } from '@mainstay/telemetry/metrics'
import { readEnv } from './env.ts'
import { buildServer } from './server.ts'

const logger = createLogger('api')
const { config, urls } = readEnv(process.env)
const onConnectionError = (err: Error) => logger.warn({ err }, 'a database connection was lost')
const db = connect(urls.app_rw, { applicationName: 'mainstay api', onConnectionError, onConflict: countConflict })
const ro = connect(urls.app_ro, { applicationName: 'mainstay api reads', onConnectionError })
for (const [name, { pool }] of Object.entries({ rw: db, ro })) {
  watchPool(name, () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }))
}

let isClosing = false
const app = await buildServer({ db, ro, config, isClosing: () => isClosing })
const address = await app.listen({ host: config.host, port: config.port })
logger.info({ address }, 'listening')

/** Out of traffic first, so that nobody is sent here while the last requests end. */
async function close(): Promise<void> {
  if (isClosing) return
  isClosing = true
  await sleep(config.drainMillis)
  await app.close()
  await Promise.all([db.close(), ro.close()])
  logger.info('closed')
}

process.once('SIGTERM', () => void close())
process.once('SIGINT', () => void close())
