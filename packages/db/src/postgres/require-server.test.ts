import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { isTooOld, requireServer, Unreachable } from './require-server.ts'
import { WrongSetting } from './wrong-setting.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const changed = (change: (url: URL) => void): string => {
  const url = new URL(database.urls.app_rw)
  change(url)
  return url.href
}
const reasonOf = (url: string) =>
  requireServer(url, 'DATABASE_URL').then(
    () => 'let in',
    (error: unknown) => (error instanceof WrongSetting ? error.message : `not plain: ${String(error)}`),
  )

async function deadPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

test('a server that lets us in is enough', async () => {
  expect(await reasonOf(database.urls.app_rw)).toBe('let in')
})

test.each(['not-a-url', 'http://localhost:5432/mainstay', 'localhost:5432'])('%s is told to be no URL', async (url) => {
  expect(await reasonOf(url)).toMatch(/^DATABASE_URL must be a URL of PostgreSQL, such as postgres:/)
})

test('who is not let in is told which user, and not the password', async () => {
  const url = changed((each) => {
    each.username = 'nobody_at_all'
    each.password = 'hush-hush'
  })
  const reason = await reasonOf(url)
  expect(reason).toMatch(/^DATABASE_URL: the server at .* does not let "nobody_at_all" in/)
  expect(reason).not.toContain('hush-hush')
})

test('a database that is not there is named', async () => {
  const url = changed((each) => {
    each.pathname = '/no_such_database'
  })
  expect(await reasonOf(url)).toMatch(/has no database "no_such_database"/)
})

test.each(['sslrootcert=/no/such/file', 'sslmode=verify-full&sslcert=/no/such/file'])(
  'a URL with ?%s is told what of it is wrong',
  async (settings) => {
    expect(await reasonOf(`${database.urls.app_rw}?${settings}`)).toMatch(/^DATABASE_URL: a setting behind the \?/)
  },
)

test('a server without TLS that is to have it is no dead port', async () => {
  expect(await reasonOf(`${database.urls.app_rw}?sslmode=require`)).toMatch(/^DATABASE_URL: .*SSL.*Correct sslmode$/)
})

test('a port where nobody answers is named, as something that may come', async () => {
  const port = await deadPort()
  const url = changed((each) => {
    each.port = String(port)
  })
  await expect(requireServer(url, 'DATABASE_URL')).rejects.toThrow(Unreachable)
  expect(await reasonOf(url)).toMatch(new RegExp(`no PostgreSQL answers at .*:${port} \\(ECONNREFUSED\\)`))
})

test.each([
  ['15.18 (Debian 15.18-0+deb12u1)', true],
  ['9.6.24', true],
  ['16.0', false],
  ['18beta1', false],
])('PostgreSQL %s is too old: %s', (version, tooOld) => {
  expect(isTooOld(version)).toBe(tooOld)
})

/** What a command says when the environment is like this. */
async function said(program: string, env: Record<string, string>): Promise<{ code: number | null; lines: string[] }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, program)], {
    env: {
      PATH: process.env['PATH'],
      MAINSTAY_DATA_DIR: join(tmpdir(), 'mainstay-no-data'),
      STRIPE_SECRET_KEY: 'sk_test_none',
      SMTP_URL: 'smtp://127.0.0.1:1',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let text = ''
  child.stderr.on('data', (chunk) => {
    text += chunk
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, lines: text.trim().split('\n') }
}

test.each([
  ['the migrator', 'migrate-main.ts'],
  ['the api', '../../../../apps/api/src/main.ts'],
  ['the worker', '../../../../apps/worker/src/main.ts'],
  ['the demo', '../../../../apps/worker/src/demo-main.ts'],
])('%s says in one line which variable to correct, and ends', async (_who, program) => {
  const { code, lines } = await said(program, { DATABASE_URL: 'not-a-url' })
  expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringMatching(/^DATABASE_URL must be a URL/)] })
})
