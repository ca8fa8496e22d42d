import { join } from 'node:path'
import { type EmbeddedPostgres, startPostgres } from '../packages/db/src/postgres/embedded.ts'
import { requireServer } from '../packages/db/src/postgres/require-server.ts'
import { keepUp, type Launched, type Running } from './child-process.ts'
import { openLog } from './log.ts'
import { dataDir, logFile } from './paths.ts'
import { reasonOf, say } from './terminal.ts'

/** Our own PostgreSQL in the data folder, kept running on one port, unless a `DATABASE_URL…` names another. */
export async function keepDatabase(
  register: (task: Running) => void,
  giveUp: (reason: string) => void,
): Promise<string | undefined> {
  const given = process.env['DATABASE_URL']
  if (process.env['DATABASE_URL_MIGRATOR'] && !given) return undefined
  if (given) {
    await requireServer(given, 'DATABASE_URL')
    say(`Using the PostgreSQL at ${new URL(given).host}`)
    return given
  }
  const file = logFile('postgres')
  const log = openLog(file)
  const options = { dir: join(dataDir, 'postgres'), onLog: log.write }
  const server = await startPostgres(options)
  if (server.reused) {
    throw new Error(
      `Mainstay is already running on ${dataDir} (its PostgreSQL listens on port ${server.port}). ` +
        'Stop it, or set MAINSTAY_DATA_DIR to another folder.',
    )
  }
  const launched = (started: EmbeddedPostgres): Launched => ({ ...started, lastLines: () => '' })
  const again = () => startPostgres({ ...options, port: server.port }).then(launched, didNotStart)
  register(keepUp({ name: 'PostgreSQL', logFile: file, current: launched(server), again }, giveUp))
  say(`PostgreSQL 18 ready on port ${server.port}`)
  return server.url
}

function didNotStart(error: unknown): Launched {
  return { ended: Promise.resolve(1), stop: async () => {}, lastLines: () => reasonOf(error) }
}
