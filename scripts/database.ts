import { join } from 'node:path'
import { type EmbeddedPostgres, startPostgres } from '../packages/db/src/embedded.ts'
import { KILLED, type Running } from './child-process.ts'
import { openLog } from './log.ts'
import { dataDir, logFile } from './places.ts'
import { say } from './terminal.ts'

const RESTARTS_MAX = 5
const STEADY_AFTER_MILLISECONDS = 30_000

/** Our own PostgreSQL in the data folder, kept running on one port, unless a `DATABASE_URL…` names another. */
export async function keepDatabase(
  register: (task: Running) => void,
  giveUp: (reason: string) => void,
): Promise<string | undefined> {
  const given = process.env['DATABASE_URL']
  if (process.env['DATABASE_URL_MIGRATOR'] && !given) return undefined
  if (given) {
    say(`Using the PostgreSQL at ${new URL(given).host}`)
    return given
  }
  const log = openLog(logFile('postgres'))
  const options = { dir: join(dataDir, 'postgres'), onLog: (line: string) => void log.write(`${line}\n`) }
  let current = await startPostgres(options)
  if (current.reused) {
    throw new Error(
      `Mainstay is already running on ${dataDir} (its PostgreSQL listens on port ${current.port}). ` +
        'Stop it, or set MAINSTAY_DATA_DIR to another folder.',
    )
  }
  let stopping = false
  register({
    name: 'PostgreSQL',
    stop: async () => {
      stopping = true
      await current.stop()
      log.end()
    },
  })
  const watch = async (server: EmbeddedPostgres, restarts: number): Promise<void> => {
    const begun = performance.now()
    const code = await server.ended
    if (stopping) return
    const isSteady = performance.now() - begun > STEADY_AFTER_MILLISECONDS
    const failures = isSteady || code === KILLED ? 0 : restarts
    if (failures === RESTARTS_MAX) return giveUp(`PostgreSQL ends again and again; see ${logFile('postgres')}`)
    say(`PostgreSQL ended; starting it again (${logFile('postgres')})`)
    current = await startPostgres({ ...options, port: server.port })
    return watch(current, failures + 1)
  }
  watch(current, 0).catch((error: unknown) => giveUp(String(error)))
  say(`PostgreSQL 18 ready on port ${current.port}`)
  return current.url
}
