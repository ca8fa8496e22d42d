import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type pg from 'pg'
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { writer } from '../../test/writer.ts'
import { findTenantBySlug, insertTenant } from '../tenant/tenant.ts'
import {
  acrossTenants,
  connect,
  type Database,
  inTenant,
  type ReadTx,
  raw,
  readTenant,
  type SystemTx,
  type Tx,
} from './client.ts'
import type { DB } from './schema.generated.ts'

const tenantId = randomUUID()
const tenant = {
  name: 'Nordwind Supply',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  numberPrefix: 'NW',
  salesMode: 'agent',
  taxInclusive: true,
  commissionBase: 'net',
  commissionTaxPpm: 190_000,
} as const

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const asked = <Row>(text: string, values: unknown[] = []) =>
  inTenant(database.rw, writer(tenantId), (tx) => raw<Row>(tx, text, values))

test('a write takes a transaction of a tenant, and nothing else compiles', () => {
  expectTypeOf<Kysely<DB>>().not.toExtend<Tx>()
  expectTypeOf<Kysely<DB>>().not.toExtend<ReadTx>()
  expectTypeOf<ReadTx>().not.toExtend<Tx>()
  expectTypeOf<SystemTx>().not.toExtend<ReadTx>()
  expectTypeOf<Tx>().toExtend<ReadTx>()
  expectTypeOf<ReadTx>().not.toHaveProperty('insertInto')
})

test('a transaction knows its tenant, here and in the database', async () => {
  const seen = await readTenant(database.ro, tenantId, async (tx) => [
    tx.tenantId,
    ...(await raw(tx, "select current_setting('app.tenant_id') as tenant", [])),
  ])
  expect(seen).toEqual([tenantId, { tenant: tenantId }])
})

test('whole numbers come back as numbers, and one that a number cannot hold is refused', async () => {
  const most = Number.MAX_SAFE_INTEGER
  expect(await asked('select $1::int8 as one, array[$1::int8, -1] as many', [most])).toEqual([
    { one: most, many: [most, -1] },
  ])
  await expect(asked('select 9007199254740993::int8 as amount')).rejects.toThrow('does not fit')
})

test('a calendar date stays text, a moment becomes a Date', async () => {
  const rows = await asked("select '2026-03-29'::date as day, '2026-03-29T01:30:00+01:00'::timestamptz as moment")
  expect(rows).toEqual([{ day: '2026-03-29', moment: new Date('2026-03-29T00:30:00Z') }])
})

test('a statement is planned once for each connection, unless a pooler cannot keep it', async () => {
  const prepared = async (prepare: boolean) => {
    const db = connect(database.urls.app_rw, { connectionsMax: 1, prepare })
    for (let turn = 0; turn < 4; turn += 1)
      await inTenant(db, writer(tenantId), (tx) => raw(tx, 'select $1::int as turn', [turn]))
    if (!prepare) await db.pool.query({ name: 'named by its caller', text: 'select 1' })
    const { rows } = await db.pool.query('select statement from pg_prepared_statements order by statement')
    await db.close()
    return rows.map(({ statement }) => statement)
  }
  expect(await prepared(true)).toEqual(['select $1::int as turn'])
  expect(await prepared(false)).toEqual([])
})

test('timeouts come with the role, and nothing is asked for that a pooler drops when a connection opens', async () => {
  const limits = `select name, setting, source from pg_settings where name = any ($1) order by name`
  const names = ['idle_in_transaction_session_timeout', 'lock_timeout', 'statement_timeout']
  for (const { pool } of [database.rw, database.ro, database.system]) {
    const { rows } = await pool.query(limits, [names])
    const ofRole = (name: string, setting: string) => ({ name, setting, source: 'database user' })
    expect(rows).toEqual(names.map((name, position) => ofRole(name, ['15000', '5000', '15000'][position] ?? '')))
  }
})

test('a pool with timeouts of its own leaves none behind on a connection', async () => {
  const db = connect(database.urls.app_rw, { connectionsMax: 1, statementTimeoutMillis: 60_000, lockTimeoutMillis: 77 })
  const show = "select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock"
  expect(await inTenant(db, writer(tenantId), (tx) => raw(tx, show, []))).toEqual([{ statement: '1min', lock: '77ms' }])
  expect((await db.pool.query(show)).rows).toEqual([{ statement: '15s', lock: '5s' }])
  await db.close()
})

/** A pool of one connection that tells what it sent and what was answered, in turn. */
function watched(url: string): { db: Database; log: string[] } {
  const db = connect(url, { connectionsMax: 1 })
  const log: string[] = []
  db.pool.once('connect', (client) => {
    const query = client.query.bind(client)
    client.query = (config: { text: string } | string) => {
      const text = typeof config === 'string' ? config : config.text
      log.push(`sent ${text}`)
      return query(config).then((result: pg.QueryResult) => {
        log.push(`answered ${text}`)
        return result
      })
    }
  })
  return { db, log }
}

test('the tenant travels with the first statement: neither waits for an answer', async () => {
  const { db, log } = watched(database.urls.app_rw)
  await inTenant(db, writer(tenantId), (tx) => raw(tx, 'select 1', []))
  await db.close()
  const opening = `begin; set local app.tenant_id = '${tenantId}'; set local plan_cache_mode = force_generic_plan`
  expect(log.slice(0, 3)).toEqual([`sent ${opening}`, 'sent select 1', `answered ${opening}`])
})

test('only the id of a tenant is written into what opens a transaction', async () => {
  const asking = (id: string) => readTenant(database.ro, id, (tx) => raw(tx, 'select 1', []))
  for (const id of ['', `${tenantId}'; reset role; --`, tenantId.replaceAll('-', '')])
    await expect(asking(id)).rejects.toThrow('not the id of a tenant')
})

test('the COMMIT of a read travels with the statement that is said to be the last, and nothing comes after it', async () => {
  const { db, log } = watched(database.urls.app_ro)
  const lastly = (text: string) =>
    readTenant(db, tenantId, (tx) => {
      tx.endWithNext()
      return raw(tx, text, [])
    })
  expect(await lastly('select 1 as one')).toEqual([{ one: 1 }])
  expect(log.slice(1, 3)).toEqual(['sent select 1 as one', 'sent commit'])

  await expect(lastly('select 1 / 0')).rejects.toMatchObject({ code: '22012' })
  const further = readTenant(db, tenantId, async (tx) => {
    tx.endWithNext()
    await raw(tx, 'select 1', [])
    return raw(tx, 'select 2', [])
  })
  await expect(further).rejects.toThrow('the transaction is over')
  expect(await lastly('select 2 as two')).toEqual([{ two: 2 }])
  await db.close()
})

test('a write commits when it is done, whatever was said to be its last statement', async () => {
  const { db, log } = watched(database.urls.app_rw)
  await inTenant(db, writer(tenantId), async (tx) => {
    tx.endWithNext()
    await raw(tx, 'select 1', [])
    await raw(tx, 'select 2', [])
  })
  await db.close()
  expect(log.at(-2)).toBe('sent commit')
})

test('the COMMIT of a write travels with the statement it is to end with, after what was left for the end', async () => {
  const { db, log } = watched(database.urls.app_rw)
  const ending = (text: string) =>
    inTenant(db, writer(tenantId), async (tx) => {
      tx.commitWith(async () => void (await raw(tx, text, [])))
      tx.beforeCommit(async () => void (await raw(tx, 'select 2', [])))
      await raw(tx, 'select 1', [])
    })
  await ending('select 3')
  const sent = log.filter((line) => line.startsWith('sent'))
  expect(sent.slice(1)).toEqual(['sent select 1', 'sent select 2', 'sent select 3', 'sent commit'])
  expect(log.indexOf('sent commit')).toBeLessThan(log.indexOf('answered select 3'))

  await expect(ending('select 1 / 0')).rejects.toMatchObject({ code: '22012' })
  await db.close()
})

test('of statements sent together the one that failed is the reason, and not those that failed after it', async () => {
  const divided = async (tx: Tx) => {
    await raw(tx, 'select 1 / 0', [])
  }
  const both = inTenant(database.rw, writer(tenantId), (tx) => Promise.all([divided(tx), raw(tx, 'select 1', [])]))
  await expect(both).rejects.toMatchObject({ code: '22012' })
})

test('what is left for the end of a transaction is done after all else, and undone with it', async () => {
  const done: string[] = []
  await inTenant(database.rw, writer(tenantId), async (tx) => {
    tx.beforeCommit(async () => void done.push('at the end'))
    await raw(tx, 'select 1', [])
    done.push('in between')
  })
  expect(done).toEqual(['in between', 'at the end'])

  const slug = `t${randomUUID()}`
  const failing = inTenant(database.rw, writer(randomUUID()), async (tx) => {
    tx.beforeCommit(async () => {
      throw new Error('not at the end')
    })
    await insertTenant(tx, { ...tenant, slug })
  })
  await expect(failing).rejects.toThrow('not at the end')
  expect(await acrossTenants(database.ro, (tx) => findTenantBySlug(tx, slug))).toBeUndefined()

  const late = await inTenant(database.rw, writer(tenantId), async (tx) => tx)
  expect(() => late.beforeCommit(async () => {})).toThrow()
})

test('a pooler that takes one statement at a time gets one at a time', async () => {
  const warnings: string[] = []
  const listen = (warning: Error) => warnings.push(warning.message)
  process.on('warning', listen)
  const db = connect(database.urls.app_rw, { connectionsMax: 1, pipeline: false, prepare: false })
  const rows = await inTenant(db, writer(tenantId), (tx) =>
    Promise.all(
      [1, 2, 3].map((turn) => raw(tx, "select $1::int as turn, current_setting('app.tenant_id') as tenant", [turn])),
    ),
  )
  await db.close()
  process.off('warning', listen)
  expect(rows.flat()).toEqual([1, 2, 3].map((turn) => ({ turn, tenant: tenantId })))
  expect(warnings).toEqual([])
})

test('a lost connection fails its transaction and not the process', async () => {
  const db = connect(database.urls.app_rw, { connectionsMax: 1 })
  const interrupted = inTenant(db, writer(tenantId), (tx) =>
    raw(tx, 'select pg_terminate_backend(pg_backend_pid())', []),
  )
  await expect(interrupted).rejects.toThrow()
  expect(await inTenant(db, writer(tenantId), (tx) => raw(tx, 'select 1 as one', []))).toEqual([{ one: 1 }])
  await db.close()
})

test('the loss of an idle connection is told, and the next caller gets another', async () => {
  const told = Promise.withResolvers<Error>()
  const db = connect(database.urls.app_rw, { connectionsMax: 1, onConnectionError: told.resolve })
  const [session] = await inTenant(db, writer(tenantId), (tx) =>
    raw<{ pid: number }>(tx, 'select pg_backend_pid() as pid', []),
  )
  await asked('select pg_terminate_backend($1)', [session?.pid])
  expect(await told.promise).toMatchObject({ code: '57P01' })
  expect(await inTenant(db, writer(tenantId), (tx) => raw(tx, 'select 1 as one', []))).toEqual([{ one: 1 }])
  await db.close()
})

test('statements outside a tenant are for tables that have none', async () => {
  const forgotten = acrossTenants(database.rw, (tx) => tx.selectFrom('product').select('id').execute())
  await expect(forgotten).rejects.toThrow('no tenant_id for product')
})
