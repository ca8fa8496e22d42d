import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createTenant, openSeller } from '../../test/story.ts'
import { writer } from '../../test/writer.ts'
import { acrossTenants, connect, type Database, inTenant, raw, readTenant, type Tx } from './client.ts'

const alpha = randomUUID()
const beta = randomUUID()

let database: TestDatabase
// Without the guard of the tests, so that the statements which forget the tenant reach the database.
let narrow: Database
beforeAll(async () => {
  database = await testDatabase()
  narrow = connect(database.urls.app_rw, { connectionsMax: 4, connectionTimeoutMillis: 20_000 })
  for (const tenantId of [alpha, beta]) {
    await createTenant(narrow, tenantId)
    await inTenant(narrow, writer(tenantId), (tx) => insertProduct(tx, `product of ${tenantId}`))
  }
})
afterAll(async () => {
  await narrow.close()
  await database.close()
})

async function insertProduct(tx: Tx, title: string): Promise<void> {
  await tx.insertInto('product').values({ tenant_id: tx.tenantId, id: randomUUID(), title }).execute()
}

const titles = (tenantId: string) =>
  readTenant(narrow, tenantId, (tx) =>
    tx.selectFrom('product').select('title').where('tenant_id', '=', tx.tenantId).execute(),
  )

test('a tenant sees its own rows only, whatever the statement asks for', async () => {
  const everything = await inTenant(narrow, writer(alpha), (tx) =>
    raw<{ tenant_id: string }>(tx, 'select tenant_id from product', []),
  )
  expect(everything).toEqual([{ tenant_id: alpha }])
  const others = await inTenant(narrow, writer(alpha), (tx) =>
    tx.selectFrom('product').select('id').where('tenant_id', '=', beta).execute(),
  )
  expect(others).toEqual([])
})

test('without a tenant there is no row to read and none to write', async () => {
  expect(await acrossTenants(narrow, (tx) => raw(tx, 'select id from product', []))).toEqual([])
  const written = acrossTenants(narrow, (tx) =>
    tx.insertInto('product').values({ tenant_id: alpha, id: randomUUID(), title: 'stray' }).execute(),
  )
  await expect(written).rejects.toMatchObject({ code: '42501' })
})

test('a row of another tenant can be neither written, nor changed, nor moved, nor removed', async () => {
  await openSeller(narrow, alpha, 'Fjordlys')
  await openSeller(narrow, beta, 'Tomte')
  const sellers = () => readTenant(narrow, beta, (tx) => raw(tx, 'select name from seller', []))
  const asAlpha = (text: string, values: unknown[]) => inTenant(narrow, writer(alpha), (tx) => raw(tx, text, values))

  const planted = asAlpha('insert into product (tenant_id, id, title) values ($1, $2, $3)', [
    beta,
    randomUUID(),
    'planted',
  ])
  await expect(planted).rejects.toMatchObject({ code: '42501' })
  const changed = await asAlpha('update seller set name = $2 where tenant_id = $1 returning name', [beta, 'Troll'])
  expect(changed).toEqual([])
  await expect(asAlpha('update seller set tenant_id = $1', [beta])).rejects.toMatchObject({ code: '42501' })
  expect(await sellers()).toEqual([{ name: 'Tomte' }])

  const keys = 'idempotency_key (tenant_id, caller, operation, key, body_hash, response)'
  const kept = (tenantId: string) =>
    inTenant(narrow, writer(tenantId), (tx) =>
      raw(tx, `insert into ${keys} values ($1, 'c', 'o', 'k', 'h', '{}')`, [tenantId]),
    )
  await kept(beta)
  expect(await asAlpha('delete from idempotency_key returning key', [])).toEqual([])
  expect(
    await inTenant(narrow, writer(beta), (tx) => raw(tx, 'delete from idempotency_key returning key', [])),
  ).toEqual([{ key: 'k' }])
})

test('a tenant that is no UUID opens nothing', async () => {
  const answer = inTenant(narrow, writer("x'; select 1 --"), (tx) => raw(tx, 'select id from product', []))
  await expect(answer).rejects.toThrow('not the id of a tenant')
  const ignoring = inTenant(narrow, writer('nonsense'), async () => 'done')
  await expect(ignoring).rejects.toThrow('not the id of a tenant')
})

test('a read transaction cannot write', async () => {
  const written = readTenant(narrow, alpha, (tx) =>
    raw(tx, 'insert into product (tenant_id, id, title) values ($1, $2, $3)', [alpha, randomUUID(), 'sneaked']),
  )
  await expect(written).rejects.toMatchObject({ code: '25006' })
})

test('a transaction whose failed statement was ignored says that nothing was saved', async () => {
  const saved = inTenant(narrow, writer(alpha), async (tx) => {
    await insertProduct(tx, 'lost')
    await raw(tx, 'select 1 / 0', []).catch(() => undefined)
  })
  await expect(saved).rejects.toThrow('nothing was saved')
  expect(await titles(alpha)).toEqual([{ title: `product of ${alpha}` }])

  const read = readTenant(narrow, alpha, (tx) => raw(tx, 'select 1 / 0', []).catch(() => []))
  await expect(read).rejects.toThrow('a read failed and was ignored')
})

test('a query that outlives its transaction is refused, not run for the next tenant', async () => {
  const escaped = await inTenant(narrow, writer(alpha), async (tx) => ({ tx }))
  await expect(raw(escaped.tx, 'select id from product', [])).rejects.toThrow('the transaction is over')
})

test('a deadlock is run again, so both sides are saved', async () => {
  const [first, second] = [randomUUID(), randomUUID()]
  await acrossTenants(narrow, async (tx) => {
    for (const key of [first, second]) await tx.insertInto('rate_limit').values({ key, points: 0 }).execute()
  })
  const bothReached = Promise.withResolvers<void>()
  let reached = 0
  let attempts = 0
  const raise = (keys: string[]) =>
    inTenant(narrow, writer(alpha), async (tx) => {
      attempts += 1
      for (const key of keys) {
        await tx
          .updateTable('rate_limit')
          .set((eb) => ({ points: eb('points', '+', 1) }))
          .where('key', '=', key)
          .execute()
        reached += 1
        if (reached === 2) bothReached.resolve()
        await bothReached.promise
      }
    })
  await Promise.all([raise([first, second]), raise([second, first])])
  const { points } = await acrossTenants(narrow, (tx) =>
    tx.selectFrom('rate_limit').select('points').where('key', '=', first).executeTakeFirstOrThrow(),
  )
  expect({ points, attempts }).toEqual({ points: 2, attempts: 3 })
})

test('two thousand interleaved transactions on four connections, many of them failing, never see the other tenant', async () => {
  const tally = { served: 0, failed: 0, wrong: 0 }
  const visit = async (visitor: number) => {
    const own = visitor % 2 === 0 ? alpha : beta
    const misfortune = visitor % 7
    try {
      const rows = await inTenant(narrow, writer(own), async (tx) => {
        if (misfortune === 1) await raw(tx, 'select 1 / 0', [])
        const seen = await raw<{ tenant_id: string }>(
          tx,
          'select tenant_id, id, title from product where tenant_id = any($1)',
          [[alpha, beta]],
        )
        if (misfortune === 2) throw new Error('the caller gave up')
        if (misfortune === 3)
          await raw(tx, 'select pg_terminate_backend(pg_backend_pid()) where $1', [visitor % 91 === 3])
        return seen
      })
      tally.served += 1
      if (rows.length !== 1 || rows[0]?.tenant_id !== own) tally.wrong += 1
    } catch {
      tally.failed += 1
    }
    const { rows } = await narrow.pool.query("select coalesce(current_setting('app.tenant_id', true), '') as tenant")
    if (rows[0].tenant !== '') tally.wrong += 1
  }
  await Promise.all(
    Array.from({ length: 16 }, async (_, lane) => {
      for (let turn = 0; turn < 125; turn += 1) await visit(turn * 16 + lane)
    }),
  )
  expect(tally.wrong).toBe(0)
  expect(tally.served).toBeGreaterThan(1300)
  expect(tally.failed).toBeGreaterThan(400)
})
