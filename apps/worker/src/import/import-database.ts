import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { acrossTenants, connect, type Database } from '@mainstay/db/postgres/client'
import { isConnectionLost } from '@mainstay/db/postgres/connection-lost'
import { requireDataFolder } from '@mainstay/db/postgres/data-folder'
import { startPostgres } from '@mainstay/db/postgres/embedded'
import { migrate } from '@mainstay/db/postgres/migrate'
import { type Pooler, readPooler } from '@mainstay/db/postgres/pooler'
import { missingMigrations } from '@mainstay/db/postgres/readiness'
import { requireServer } from '@mainstay/db/postgres/require-server'
import {
  type DatabaseSettings,
  databaseSettings,
  ensureRoles,
  hasRoles,
  readRoleUrls,
  variableOf,
} from '@mainstay/db/postgres/role-urls'
import { WrongSetting } from '@mainstay/db/postgres/wrong-setting'

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

/** Runs `fn` with the database as it stands, to read it: nothing is made or migrated for it, and there may be none yet. */
export async function readDatabase<T>(
  env: NodeJS.ProcessEnv,
  fn: (db: Database | undefined) => Promise<T>,
): Promise<T> {
  const settings = databaseSettings(env)
  const { administratorUrl, dataDir, given } = settings
  if (given.app_rw === undefined && !hasRoles(dataDir)) return fn(undefined)
  const isOurs = administratorUrl === undefined && given.app_rw === undefined
  const server = isOurs ? await startPostgres({ dir: join(dataDir, 'postgres') }) : undefined
  try {
    const urls = readRoleUrls(server === undefined ? settings : { ...settings, administratorUrl: server.url })
    await requireServer(urls.app_rw, variableOf(settings, 'app_rw'))
    const { sending } = readPooler(env)
    return await withOpened(
      opened(urls.app_rw, { dataDir, sending }, async () => {}),
      async ({ db }) => {
        const missing = await acrossTenants(db, missingMigrations)
        if (missing.length > 0)
          throw new WrongSetting(`The database is of another release, without ${missing[0]}: run npm run migrate first`)
        return fn(db)
      },
    )
  } finally {
    await server?.stop()
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
