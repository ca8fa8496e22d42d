import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestEngine, testEngine, workflowOf } from '../../test/engine.ts'
import { book } from '../../test/ledger.ts'

const RUNS = 60
const quiet = { leaseMs: 60_000, pollMs: 60_000 }

let engine: TestEngine
beforeAll(async () => {
  engine = await testEngine()
  await engine.admin.query('create extension if not exists pg_stat_statements')
})
afterAll(() => engine.close())

async function statements(like: string): Promise<number> {
  const { rows } = await engine.admin.query<{ calls: number }>(
    `select coalesce(sum(s.calls), 0)::int as calls from pg_stat_statements s join pg_database d on d.oid = s.dbid
     where d.datname = current_database() and s.query ~* $1`,
    [like],
  )
  return rows[0]?.calls ?? 0
}

const ofWorkers =
  '^(with|select s\\.tenant_id|select w\\.signals|update workflow_run|insert into ledger|begin|commit|set local app)'

test('four steps, one of them a commit, cost the database five statements and a share of a few', async () => {
  const four = workflowOf('four', async (ctx) => {
    await ctx.step('one', async () => 1)
    await ctx.commit('two', (tx) => book(tx, ctx.run, 'two'))
    await ctx.step('three', async () => 3)
    await ctx.step('four', async () => 4)
  })
  const runs = await Promise.all(Array.from({ length: RUNS }, () => engine.start(four, {})))
  const before = await statements(ofWorkers)
  const worker = engine.worker({ services: {}, workflows: [four], concurrency: 50, perTenant: 50, ...quiet })
  for (const run of runs) await engine.until(run, 'completed')
  const spent = (await statements(ofWorkers)) - before
  await worker.stop()
  // Begin, tenant, insert, journal and commit of the transaction, and the worker's own, which batches share.
  expect(spent / RUNS).toBeLessThan(6.5)
  expect(spent / RUNS).toBeGreaterThan(5)
})

test('the steps of many runs share a statement', async () => {
  const one = workflowOf('one', (ctx) => ctx.step('one', async () => 1))
  const runs = await Promise.all(Array.from({ length: RUNS }, () => engine.start(one, {})))
  const before = await statements('^with op as')
  const worker = engine.worker({ services: {}, workflows: [one], concurrency: 50, perTenant: 50, ...quiet })
  for (const run of runs) await engine.until(run, 'completed')
  const spent = (await statements('^with op as')) - before
  await worker.stop()
  expect(spent).toBeLessThan(RUNS)
  expect(spent).toBeGreaterThan(0)
})

test('a start costs the caller one statement', async () => {
  const idle = workflowOf('idle', (ctx) => ctx.step('one', async () => 1))
  const before = await statements('workflow_run')
  await engine.start(idle, {})
  // The other one is the count itself.
  expect((await statements('workflow_run')) - before).toBeLessThanOrEqual(1)
})
