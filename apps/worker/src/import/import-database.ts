import { join } from 'node:path'
import { connect, type Database } from '@mainstay/db/client'
import { startPostgres } from '@mainstay/db/embedded'
import { migrate } from '@mainstay/db/migrate'
import { databaseSettings, ensureRoles } from '@mainstay/db/role-urls'

export type OpenedDatabase = { db: Database; dataDir: string; close(): Promise<void> }

/**
 * The database of `DATABASE_URL…`, or our own in the data folder: the one that `npm start` keeps running, or started for
 * the import and stopped after it.
 */
export async function openDatabase(env: NodeJS.ProcessEnv): Promise<OpenedDatabase> {
  const settings = databaseSettings(env)
  const { dataDir, given } = settings
  if (given.app_rw !== undefined) return opened(given.app_rw, dataDir, async () => {})

  const { administratorUrl } = settings
  if (administratorUrl !== undefined) return prepared({ ...settings, administratorUrl }, async () => {})
  const server = await startPostgres({ dir: join(dataDir, 'postgres') })
  return prepared({ ...settings, administratorUrl: server.url }, () => server.stop())
}

async function prepared(
  settings: Parameters<typeof ensureRoles>[0],
  stop: () => Promise<void>,
): Promise<OpenedDatabase> {
  try {
    const urls = await ensureRoles(settings)
    await migrate(urls.app_migrator)
    return opened(urls.app_rw, settings.dataDir, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

function opened(url: string, dataDir: string, stop: () => Promise<void>): OpenedDatabase {
  const db = connect(url, { applicationName: 'mainstay import', connectionsMax: 2, statementTimeoutMillis: 60_000 })
  return {
    db,
    dataDir,
    close: async () => {
      await db.close()
      await stop()
    },
  }
}
