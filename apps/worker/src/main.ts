import { hostname } from 'node:os'
import { connect } from '@mainstay/db/client'
import { createLogger } from '@mainstay/telemetry/logger'
import { countConflict, watchPool } from '@mainstay/telemetry/metrics'
import { idleInTransactionLimit } from '@mainstay/workflows/engine/commit'
import { readEnv } from './env.ts'
import { serveHealth } from './health.ts'
import { runWorker } from './worker.ts'

const leaseMs = 30_000

const logger = createLogger('worker')
const { config, urls } = readEnv(process.env)
const onConnectionError = (err: Error) => logger.warn({ err }, 'a database connection was lost')
const rw = connect(urls.app_rw, {
  applicationName: 'mainstay worker',
  connectionsMax: 20,
  idleInTransactionTimeoutMillis: idleInTransactionLimit(leaseMs),
  onConnectionError,
  onConflict: countConflict,
})
const ro = connect(urls.app_ro, { applicationName: 'mainstay worker reads', connectionsMax: 5, onConnectionError })
const system = connect(urls.app_system, { applicationName: 'mainstay engine', connectionsMax: 10, onConnectionError })
const databases = { rw, ro, system }
for (const [name, { pool }] of Object.entries(databases)) {
  watchPool(name, () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }))
}

const worker = runWorker({ ...databases, config, logger, leaseMs, workerId: `${hostname()}/${process.pid}` })
const health = config.healthPort === undefined ? undefined : serveHealth(config.healthPort)
logger.info({ concurrency: config.concurrency }, 'working')

let isClosing = false
async function close(): Promise<void> {
  if (isClosing) return
  isClosing = true
  await worker.stop()
  health?.close()
  await Promise.all([rw.close(), ro.close(), system.close()])
  logger.info('closed')
}

process.once('SIGTERM', () => void close())
process.once('SIGINT', () => void close())
