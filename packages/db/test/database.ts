import { createHash, randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type ConnectOptions, connect, type Database } from '../src/postgres/client.ts'
import { migrate, migrationsFolder, readMigrations } from '../src/postgres/migrate.ts'
import { bootstrapRoles, type LoginRole, type RoleUrls, roleUrl } from '../src/postgres/roles.ts'
import type {} from './postgres.ts'
import { tenantGuard } from './tenant-guard.ts'

export type TestDatabase = {
  rw: Database
  ro: Database
  system: Database
  /** The superuser's, who sees past every policy. */
  adminUrl: string
  urls: RoleUrls
  close(): Promise<void>
}

/**
 * A migrated, empty database of its own: call it in `beforeAll` of a file and `close()` in `afterAll`. Its `rw` and
 * `ro` refuse statements on a tenant's table that do not name the tenant.
 */
export async function testDatabase(options: ConnectOptions = {}): Promise<TestDatabase> {
  const server = inject('postgresUrl')
  const template = await withServer(server, (client) => ensureTemplate(server, client))
  const name = `mainstay_test_${randomBytes(6).toString('hex')}`
  await withServer(server, (client) => client.query(`create database ${name} template ${template}`))

  const adminUrl = databaseUrl(server, name)
  await bootstrapRoles(adminUrl, {})
  const urls = testRoleUrls(adminUrl)
  // Patient, since many suites share two cores.
  const patient = { connectionTimeoutMillis: 20_000, ...options }
  const guarded = { ...patient, plugins: [...(options.plugins ?? []), tenantGuard(await tenantTables(adminUrl))] }
  const pools = {
    rw: connect(urls.app_rw, guarded),
    ro: connect(urls.app_ro, guarded),
    system: connect(urls.app_system, patient),
  }
  return {
    ...pools,
    adminUrl,
    urls,
    async close() {
      await Promise.all([pools.rw.close(), pools.ro.close(), pools.system.close()])
      await withServer(server, (client) => client.query(`drop database ${name} with (force)`))
    },
  }
}

/** An empty database without migrations, for tests that make objects of their own. */
export async function scratchDatabase(): Promise<{ adminUrl: string; urls: RoleUrls; close(): Promise<void> }> {
  const server = inject('postgresUrl')
  const name = `mainstay_scratch_${randomBytes(6).toString('hex')}`
  await withServer(server, (client) => client.query(`create database ${name}`))
  const adminUrl = databaseUrl(server, name)
  await withServer(server, async (client) => {
    await client.query('select pg_advisory_lock($1)', [templateLock])
    await bootstrapRoles(adminUrl, testPasswords(server))
  })
  return {
    adminUrl,
    urls: testRoleUrls(adminUrl),
    close: () => withServer(server, async (client) => void (await client.query(`drop database ${name} with (force)`))),
  }
}

const templateLock = 4_720_312

/** Migrates once for each server and set of migrations; files that start together wait for the first. */
async function ensureTemplate(server: string, client: pg.Client): Promise<string> {
  const migrations = readMigrations(migrationsFolder)
  const version = createHash('sha256')
    .update(migrations.map(({ checksum }) => checksum).join())
    .digest('hex')
    .slice(0, 12)
  const template = `mainstay_template_${version}`
  await client.query('select pg_advisory_lock($1)', [templateLock])
  const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
  if (rowCount === 1) return template

  const building = `${template}_building`
  await client.query(`drop database if exists ${building} with (force)`)
  await client.query(`create database ${building}`)
  const buildingUrl = databaseUrl(server, building)
  await bootstrapRoles(buildingUrl, testPasswords(server))
  await migrate(testRoleUrls(buildingUrl).app_migrator)
  await client.query(`alter database ${building} rename to ${template}`)
  return template
}

async function tenantTables(adminUrl: string): Promise<string[]> {
  const { rows } = await withServer(adminUrl, (client) =>
    client.query<{ name: string }>(
      "select table_name::text as name from information_schema.columns where column_name = 'tenant_id' and table_schema = 'public'",
    ),
  )
  return rows.map(({ name }) => name)
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** The same in every process that tests against this server, since roles belong to the whole server. */
function testPasswords(server: string): Record<LoginRole, string> {
  const { host } = new URL(server)
  const passwordOf = (role: LoginRole) => createHash('sha256').update(`${host} ${role}`).digest('base64url')
  return {
    app_migrator: passwordOf('app_migrator'),
    app_rw: passwordOf('app_rw'),
    app_ro: passwordOf('app_ro'),
    app_system: passwordOf('app_system'),
  }
}

function testRoleUrls(adminUrl: string): RoleUrls {
  const passwords = testPasswords(adminUrl)
  return {
    app_migrator: roleUrl(adminUrl, 'app_migrator', passwords.app_migrator),
    app_rw: roleUrl(adminUrl, 'app_rw', passwords.app_rw),
    app_ro: roleUrl(adminUrl, 'app_ro', passwords.app_ro),
    app_system: roleUrl(adminUrl, 'app_system', passwords.app_system),
  }
}

async function withServer<R>(server: string, fn: (client: pg.Client) => Promise<R>): Promise<R> {
  const client = new pg.Client({ connectionString: server })
  client.on('error', () => {})
  await client.connect()
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}
