import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { scratchDatabase } from '../../test/database.ts'
import { migrate } from './migrate.ts'

let scratch: Awaited<ReturnType<typeof scratchDatabase>>
let folder: string
beforeEach(async () => {
  scratch = await scratchDatabase()
  folder = mkdtempSync(join(tmpdir(), 'migrations-'))
})
afterEach(async () => {
  await scratch.close()
  rmSync(folder, { recursive: true })
})

const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql)

async function run(): Promise<string[]> {
  const lines: string[] = []
  await migrate(scratch.urls.app_migrator, { folder, onProgress: (line) => lines.push(line) })
  return lines
}

async function asked(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: scratch.adminUrl })
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

test('migrations are applied once, in the order of their names, and belong to the owner', async () => {
  write('0002_b.sql', '-- expand\nalter table a add column note text;')
  write('0001_a.sql', '-- expand\ncreate table a (id int);')
  expect(await run()).toEqual([
    'applying 0001_a.sql (expand)',
    'applying 0002_b.sql (expand)',
    '2 migrations, 2 applied now',
  ])
  expect(await run()).toEqual(['2 migrations, 0 applied now'])
  expect(await asked("select tableowner from pg_tables where tablename = 'a'")).toEqual([{ tableowner: 'app_owner' }])
})

test('two releases that start together do not apply anything twice', async () => {
  write('0001_a.sql', '-- expand\ncreate table a (id int); select pg_sleep(0.2);')
  const applied = (await Promise.all([run(), run(), run()])).flat().filter((line) => line.startsWith('applying'))
  expect(applied).toEqual(['applying 0001_a.sql (expand)'])
})

test('a migration changed after it was applied stops the run', async () => {
  write('0001_a.sql', '-- expand\ncreate table a (id int);')
  await run()
  write('0001_a.sql', '-- expand\ncreate table a (id bigint);')
  await expect(run()).rejects.toThrow('0001_a.sql was changed after it was applied')
})

test('a migration that fails half way leaves nothing behind', async () => {
  write('0001_a.sql', '-- expand\ncreate table a (id int); select 1 / 0;')
  await expect(run()).rejects.toThrow('0001_a.sql failed')
  expect(
    await asked("select tablename from pg_tables where tablename in ('a') union select name from schema_migration"),
  ).toEqual([])
})

test('a migration that does not say what it is for is refused', async () => {
  write('0001_a.sql', 'create table a (id int);')
  await expect(run()).rejects.toThrow('0001_a.sql must begin with one of: -- expand, -- backfill, -- contract')
})

test('an index may be built outside a transaction', async () => {
  write('0001_a.sql', '-- expand\ncreate table a (id int);')
  write('0002_b.sql', '-- expand\n-- transactional: false\ncreate index concurrently if not exists a_id on a (id);')
  expect((await run()).at(-1)).toBe('2 migrations, 2 applied now')
})

test('a lock held by the application is waited for in short turns, so that its queue moves on', async () => {
  write('0001_a.sql', '-- expand\ncreate table a (id int);')
  await run()
  const holder = new pg.Client({ connectionString: scratch.adminUrl })
  await holder.connect()
  await holder.query('begin; lock table a in access share mode')
  write('0002_b.sql', '-- expand\nalter table a add column note text;')
  const lines: string[] = []
  const migrated = migrate(scratch.urls.app_migrator, {
    folder,
    lockTimeoutMillis: 50,
    onProgress: (line) => {
      lines.push(line)
      if (line.includes('attempt 2')) void holder.query('commit')
    },
  })
  await migrated
  await holder.end()
  expect(lines).toContain('0002_b.sql waits for a lock that the application holds (attempt 1)')
  expect(lines.at(-1)).toBe('2 migrations, 1 applied now')
})

test('a migration that is chosen to end a deadlock with the application is tried again', async () => {
  write('0001_a.sql', '-- expand\ncreate table a (id int); create table b (id int);')
  await run()
  const application = new pg.Client({ connectionString: scratch.adminUrl })
  await application.connect()
  // The migration is the one to find out, and so the one to give way.
  await application.query("set deadlock_timeout = '1min'; begin; lock table b in access share mode")
  write('0002_b.sql', '-- expand\nalter table a add column note text; alter table b add column note text;')
  const lines: string[] = []
  const migrated = migrate(scratch.urls.app_migrator, {
    folder,
    lockTimeoutMillis: 30_000,
    onProgress: (line) => {
      lines.push(line)
      if (line.includes('attempt 1')) void application.query('commit')
    },
  })
  await expect
    .poll(() => asked("select relation from pg_locks where relation = 'b'::regclass and not granted"))
    .toHaveLength(1)
  const waiting = application.query('lock table a in access share mode')
  await Promise.all([migrated, waiting])
  await application.end()
  expect(lines.at(-1)).toBe('2 migrations, 1 applied now')
  expect(lines).toContain('0002_b.sql waits for a lock that the application holds (attempt 1)')
})
