import { hostname } from 'node:os'
import { connect } from '@mainstay/db/postgres/client'
import { warnOfMissingSettings } from '@mainstay/db/postgres/readiness'
import { requireRoles } from '@mainstay/db/postgres/require-roles'
import { endPlainly } from '@mainstay/db/postgres/wrong-setting'
import { createLogger } from '@mainstay/telemetry/logger'
import { countConflict, watchPool } from '@mainstay/telemetry/metrics'
import { serveHealth } from '@mainstay/telemetry/serve-health'
import { readEnv } from './env.ts'
import { runWorker } from './worker.ts'

const leaseMs = 30_000

endPlainly()
const logger = createLogger('worker')
const { config, urls, pooler } = readEnv(process.env)
const onConnectionError = (err: Error) => logger.warn({ err }, 'a database connection was lost')
const connection = { ...pooler.sending, onConnectionError }
const rw = connect(urls.app_rw, {
  ...connection,
  applicationName: 'mainstay worker',
  connectionsMax: 20,
  onConflict: countConflict,
})
const ro = connect(urls.app_ro, { ...connection, applicationName: 'mainstay worker reads', connectionsMax: 5 })
const system = connect(urls.app_system, { ...connection, applicationName: 'mainstay engine', connectionsMax: 10 })
const listening =
  pooler.listenUrl === undefined
    ? undefined
    : connect(pooler.listenUrl, { applicationName: 'mainstay listen', onConnectionError })
await requireRoles(process.env, ['app_rw', 'app_ro', 'app_system'], (err) =>
  logger.warn({ err }, 'the database is away'),
)
const databases = { rw, ro, system }
for (const [name, { pool }] of Object.entries(databases)) {
  watchPool(name, () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }))
}

const worker = runWorker({ ...databases, listening, config, logger, leaseMs, workerId: `${hostname()}/${process.pid}` })
const health =
  config.healthPort === undefined ? undefined : serveHealth({ host: config.healthHost, port: config.healthPort })
logger.info({ concurrency: config.concurrency }, 'working')

for (const each of [rw, ro, system])
  void warnOfMissingSettings(each, (run) => logger.warn({ run }, 'a role of the database lacks settings'))

let isClosing = false
async function close(): Promise<void> {
  if (isClosing) return
  isClosing = true
  await worker.stop()
  health?.close()
  await Promise.all([rw.close(), ro.close(), system.close(), listening?.close()])
  logger.info('closed')
}

process.once('SIGTERM', () => void close())
process.once('SIGINT', () => void close())
