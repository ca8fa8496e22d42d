import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from './client.ts'
import { type EmbeddedPostgres, startPostgres } from './embedded.ts'
import { warnOfMissingSettings } from './readiness.ts'
import { databaseSettings, ensureRoles, readRoleUrls } from './role-urls.ts'

// A server of its own, with passwords: the one tests share trusts everybody, and roles belong to the whole server.
let folder: string
let server: EmbeddedPostgres
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mainstay-roles-'))
  chmodSync(folder, 0o755)
  server = await startPostgres({ dir: join(folder, 'postgres') })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function signIn(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ role: string }>('select current_user as role')
  await client.end()
  return rows[0]?.role ?? ''
}

test('roles are made once, their passwords kept where only we can read them', async () => {
  const settings = { administratorUrl: server.url, dataDir: join(folder, 'data'), given: {} }
  const [urls] = await Promise.all([ensureRoles(settings), ensureRoles(settings)])
  expect(await Promise.all(Object.values(urls).map(signIn))).toEqual(['app_migrator', 'app_rw', 'app_ro', 'app_system'])

  const file = join(folder, 'data/roles.json')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const before = readFileSync(file, 'utf8')
  expect(await ensureRoles(settings)).toEqual(urls)
  expect(readFileSync(file, 'utf8')).toBe(before)
  expect(readRoleUrls(settings)).toEqual(urls)
})

test('a role whose password we have lost gets another', async () => {
  const settings = { administratorUrl: server.url, dataDir: join(folder, 'data after a loss'), given: {} }
  const urls = await ensureRoles(settings)
  expect(await signIn(urls.app_rw)).toBe('app_rw')
})

test("a role's own URL wins, and the password it names is left alone", async () => {
  const settings = databaseSettings({
    DATABASE_URL: server.url,
    MAINSTAY_DATA_DIR: join(folder, 'data of another'),
    DATABASE_URL_RO: 'postgres://app_ro:theirs@db.example/shop',
  })
  await signInAsAdministrator("alter role app_ro password 'theirs'")
  const urls = await ensureRoles(settings)
  expect(urls.app_ro).toBe('postgres://app_ro:theirs@db.example/shop')
  expect(await signIn(server.url.replace(/\/\/[^@]+@/, '//app_ro:theirs@'))).toBe('app_ro')
})

test('who signs in cannot make tables, and the owner cannot sign in', async () => {
  const urls = await ensureRoles({ administratorUrl: server.url, dataDir: join(folder, 'data'), given: {} })
  const client = new pg.Client({ connectionString: urls.app_rw })
  await client.connect()
  await expect(client.query('create table mine (id int)')).rejects.toMatchObject({ code: '42501' })
  await expect(client.query('set role app_owner')).rejects.toMatchObject({ code: '42501' })
  await client.end()
})

test('timeouts that an administrator has set for a role stay as they are', async () => {
  const settings = { administratorUrl: server.url, dataDir: join(folder, 'data'), given: {} }
  await signInAsAdministrator("alter role app_ro set statement_timeout = '90s'")
  await signInAsAdministrator('alter role app_ro in database postgres reset statement_timeout')
  const { app_ro } = await ensureRoles(settings)
  const db = connect(app_ro)
  const { rows } = await db.pool.query(
    "select current_setting('statement_timeout') s, current_setting('lock_timeout') l",
  )
  await db.close()
  expect(rows).toEqual([{ s: '90s', l: '5s' }])
})

test('a role that others made without our settings is told of, with the statements that give them', async () => {
  await signInAsAdministrator("create role app_guest login password 'guest'")
  await signInAsAdministrator('grant connect on database postgres to app_guest')
  const db = connect(server.url.replace(/\/\/[^@]+@/, '//app_guest:guest@'))
  const warned: string[][] = []
  await warnOfMissingSettings(db, (statements) => warned.push(statements))
  await db.close()
  expect(warned).toEqual([
    [
      'alter role app_guest set statement_timeout = 15000',
      'alter role app_guest set lock_timeout = 5000',
      'alter role app_guest set idle_in_transaction_session_timeout = 15000',
      'alter role app_guest set enable_seqscan = off',
    ],
  ])
})

test('without a URL the answer says what to set', () => {
  const urls = readRoleUrls(databaseSettings({ MAINSTAY_DATA_DIR: folder }))
  expect(() => urls.app_migrator).toThrow('DATABASE_URL_MIGRATOR is not set')
})

async function signInAsAdministrator(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
