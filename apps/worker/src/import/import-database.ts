import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Database } from '@mainstay/db/postgres/client'
import { isConnectionLost } from '@mainstay/db/postgres/connection-lost'
import { requireDataFolder } from '@mainstay/db/postgres/data-folder'
import { startPostgres } from '@mainstay/db/postgres/embedded'
import { migrate } from '@mainstay/db/postgres/migrate'
import { type Pooler, readPooler } from '@mainstay/db/postgres/pooler'
import { requireServer } from '@mainstay/db/postgres/require-server'
import { type DatabaseSettings, databaseSettings, ensureRoles } from '@mainstay/db/postgres/role-urls'

type OpenedDatabase = { db: Database; dataDir: string; close(): Promise<void> }

const attemptsMax = 10

/**
 * Runs `fn` with the database, and again where its server ends under it: our own does when the `npm start` or the killed
 * import that started it is gone. So `fn` goes on where it was.
 */
export async function withDatabase<T>(
  env: NodeJS.ProcessEnv,
  fn: (opened: Omit<OpenedDatabase, 'close'>) => Promise<T>,
): Promise<T> {
  const { administratorUrl, given } = databaseSettings(env)
  // A URL that reaches nothing is wrong; our own server comes again.
  let isReachable = administratorUrl === undefined && given.app_rw === undefined
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withOpened(await openDatabase(env), async (opened) => {
        await opened.db.pool.query('select 1')
        isReachable = true
        return fn(opened)
      })
    } catch (error) {
      if (!isReachable || !isConnectionLost(error) || attempt === attemptsMax) throw error
    }
    await sleep(1000)
  }
}

async function withOpened<T>(opened: OpenedDatabase, fn: (opened: OpenedDatabase) => Promise<T>): Promise<T> {
  try {
    return await fn(opened)
  } finally {
    await opened.close()
  }
}

/**
 * The database of `DATABASE_URL…`, or our own in the data folder: the one that `npm start` keeps running, or started for
 * the import and stopped after it.
 */
async function openDatabase(env: NodeJS.ProcessEnv): Promise<OpenedDatabase> {
  const settings = databaseSettings(env)
  const { dataDir, given } = settings
  const { sending } = readPooler(env)
  if (given.app_rw !== undefined) {
    await requireServer(given.app_rw, 'DATABASE_URL_RW')
    return opened(given.app_rw, { dataDir, sending }, async () => {})
  }

  const { administratorUrl } = settings
  if (administratorUrl !== undefined) return prepared({ ...settings, administratorUrl, sending }, async () => {})
  requireDataFolder(dataDir)
  const server = await startPostgres({ dir: join(dataDir, 'postgres') })
  return prepared({ ...settings, administratorUrl: server.url, sending }, () => server.stop())
}

async function prepared(
  settings: DatabaseSettings & { sending: Pooler['sending'] },
  stop: () => Promise<void>,
): Promise<OpenedDatabase> {
  try {
    const urls = await ensureRoles(settings)
    await migrate(urls.app_migrator)
    return opened(urls.app_rw, settings, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

function opened(
  url: string,
  { dataDir, sending }: { dataDir: string; sending: Pooler['sending'] },
  stop: () => Promise<void>,
): OpenedDatabase {
  const db = connect(url, {
    ...sending,
    applicationName: 'mainstay import',
    connectionsMax: 2,
    statementTimeoutMillis: 60_000,
  })
  return {
    db,
    dataDir,
    close: async () => {
      await db.close()
      await stop()
    },
  }
}
