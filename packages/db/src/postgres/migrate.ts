import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const phases = ['expand', 'backfill', 'contract'] as const
type Phase = (typeof phases)[number]
type Migration = { name: string; phase: Phase; transactional: boolean; sql: string; checksum: string }

export type MigrateOptions = {
  folder?: string
  lockTimeoutMillis?: number
  onProgress?: (line: string) => void
}

export const migrationsFolder = join(import.meta.dirname, '../../migrations')
const statementTimeoutMillis = 60_000
const attemptsMax = 10
// Not got a lock in time, or chosen to end a deadlock: the application is at work, and will have gone on by the next try.
const retryableCodes = ['55P03', '40P01']
// Any number will do, as long as every release uses the same.
const migrationLock = 4_720_311

/**
 * Applies what is missing, in the order of the names, each in a transaction of its own. `migratorUrl` signs in a
 * member of app_owner over a direct connection: the lock that keeps two runs apart lives in the session.
 */
export async function migrate(migratorUrl: string, options: MigrateOptions = {}): Promise<void> {
  const { folder = migrationsFolder, onProgress = () => {} } = options
  const client = new pg.Client({ connectionString: migratorUrl, application_name: 'mainstay migrate' })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('set role app_owner')
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    const applied = await appliedMigrations(client)
    const migrations = readMigrations(folder)
    for (const { name, checksum } of migrations) {
      const before = applied.get(name)
      if (before !== undefined && before !== checksum)
        throw new Error(`${name} was changed after it was applied: add a migration instead`)
    }

    const missing = migrations.filter(({ name }) => !applied.has(name))
    for (const migration of missing) {
      onProgress(`applying ${migration.name} (${migration.phase})`)
      await client.query(`set lock_timeout = ${options.lockTimeoutMillis ?? 2000}`)
      await applyWithRetries(client, migration, onProgress)
    }
    await assumeFewTenants(client)
    onProgress(`${migrations.length} migrations, ${missing.length} applied now`)
  } finally {
    await client.end()
  }
}

export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => {
    const sql = readFileSync(join(folder, name), 'utf8')
    const tag = /^-- (\w+)\n/.exec(sql)?.[1]
    const phase = phases.find((known) => known === tag)
    if (!phase) throw new Error(`${name} must begin with one of: ${phases.map((known) => `-- ${known}`).join(', ')}`)
    const transactional = !/^-- transactional: false$/m.test(sql)
    return { name, phase, transactional, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

async function appliedMigrations(client: pg.Client): Promise<Map<string, string>> {
  await client.query(`create table if not exists schema_migration (
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now(),
    constraint schema_migration_pkey primary key (name)
  )`)
  await client.query(
    "comment on table schema_migration is 'Which migrations this database has. retention: keep; personal: none'",
  )
  // Every process asks whether the database is ready for it.
  await client.query('grant select on schema_migration to app_rw, app_ro, app_system')
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from schema_migration')
  return new Map(rows.map(({ name, checksum }) => [name, checksum]))
}

async function applyWithRetries(client: pg.Client, migration: Migration, onProgress: (line: string) => void) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await apply(client, migration)
    } catch (error) {
      const isRetryable = error instanceof pg.DatabaseError && retryableCodes.includes(error.code ?? '')
      if (!isRetryable || attempt === attemptsMax) throw new Error(`${migration.name} failed`, { cause: error })
    }
    onProgress(`${migration.name} waits for a lock that the application holds (attempt ${attempt})`)
    await sleep(attempt * 250)
  }
}

/** A migration that is not transactional holds one statement, and can be repeated after it was cut short. */
async function apply(client: pg.Client, { name, sql, checksum, transactional }: Migration): Promise<void> {
  await client.query(`set statement_timeout = ${transactional ? statementTimeoutMillis : 0}`)
  if (!transactional) {
    await client.query(sql)
    await record(client, name, checksum)
    return
  }
  await client.query('begin')
  try {
    await client.query(sql)
    await record(client, name, checksum)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

/**
 * Until a table is analysed the planner takes its rows to be of many tenants, finds every index led by the tenant equally
 * good, and plans that are kept (those of foreign-key checks) read all rows of a tenant for one. Told that there are few,
 * it takes the index that has the rest of the key; the first ANALYZE replaces what it was told.
 */
async function assumeFewTenants(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ known: boolean }>(
    "select to_regproc('pg_catalog.pg_restore_attribute_stats') is not null as known",
  )
  // It came with PostgreSQL 18.
  if (!rows[0]?.known) return
  await client.query(`
    select pg_restore_attribute_stats('schemaname', table_schema::text, 'relname', table_name::text,
      'attname', 'tenant_id', 'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real)
    from information_schema.columns
    where table_schema = current_schema() and column_name = 'tenant_id' and not exists (
      select from pg_stats where schemaname = table_schema and tablename = table_name and attname = 'tenant_id')`)
}

async function record(client: pg.Client, name: string, checksum: string): Promise<void> {
  await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [name, checksum])
}
