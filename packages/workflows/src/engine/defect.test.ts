import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pause, type TestEngine, testEngine, workflowOf } from '../../test/engine.ts'
import { book } from '../../test/ledger.ts'
import { createClaims } from './claim.ts'
import { createJournal } from './journal.ts'
import type { JournalOperation } from './journal-operation.ts'
import { JOURNAL, SWEEP } from './sql.ts'
import { query } from './statement.ts'

let engine: TestEngine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.close())

const claimOptions = { lane: 'bulk', leaseMs: 60_000, perTenant: 50, workerId: 'by hand' } as const

async function claimFrom(pool: pg.Pool, kind: string, count: number) {
  const claims = createClaims(pool, { ...claimOptions, kinds: [kind] })
  return (await claims.claim(count, [])).map(({ run }) => run)
}

async function claimed(workflow: ReturnType<typeof workflowOf>, count: number) {
  for (let i = 0; i < count; i++) await engine.start(workflow, {})
  return claimFrom(engine.database.system.pool, workflow.kind, count)
}

function operation(run: { tenant_id: string; id: string; epoch: number }, result: unknown): JournalOperation {
  const step = { name: 'one', seq: 0, kind: 'step', status: 'done', attempt: 1, took: 1, result } as const
  return { t: run.tenant_id, r: run.id, e: run.epoch, undo: null, steps: [step] }
}

test('a connection that drops in the middle of a commit ends neither the process nor the run', async () => {
  let tries = 0
  const cut = workflowOf('cut', (ctx) =>
    ctx.commit('book', async (tx) => {
      await book(tx, ctx.run, 'booked')
      if (tries++ > 0) return
      await engine.admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and usename = 'app_rw' and state = 'idle in transaction'`,
      )
      await pause(30)
    }),
  )
  const worker = engine.worker({ services: {}, workflows: [cut] })
  const run = await engine.start(cut, {})
  await engine.until(run, 'completed')
  expect([tries, await engine.ledger(run)]).toEqual([2, ['booked']])
  await worker.stop()
})

test('a commit that is idle for most of the lease is rolled back, and its locks with it', async () => {
  let tries = 0
  const stalled = workflowOf('stalled', (ctx) =>
    ctx.commit('book', async (tx) => {
      await book(tx, ctx.run, 'booked')
      if (tries++ === 0) await pause(900)
    }),
  )
  const worker = engine.worker({ services: {}, workflows: [stalled], leaseMs: 1000 })
  const run = await engine.start(stalled, {})
  await engine.until(run, 'completed')
  expect([tries, await engine.ledger(run)]).toEqual([2, ['booked']])
  await worker.stop()
})

test('one operation the database refuses does not fail those that travel with it', async () => {
  const write = createJournal(engine.database.system.pool)
  const runs = await claimed(
    workflowOf('poison', async () => 1),
    5,
  )
  const results = await Promise.allSettled(runs.map((run, i) => write(operation(run, i === 2 ? 'a\0b' : 'fine'))))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
})

test('a result that jsonb cannot hold fails its step, and a commit of it does not commit', async () => {
  const nul = workflowOf('nul', (ctx) => ctx.step('call', async () => 'a\0b'))
  const big = workflowOf('big', (ctx) => ctx.step('call', async () => 'x'.repeat(1_000_001)))
  const count = workflowOf('count', (ctx) =>
    ctx.commit('book', async (tx) => {
      await book(tx, ctx.run, 'booked')
      return { rows: 1n }
    }),
  )
  const worker = engine.worker({ services: {}, workflows: [nul, big, count] })
  const runs = [await engine.start(nul, {}), await engine.start(big, {}), await engine.start(count, {})]
  const messages = await Promise.all(runs.map(async (run) => (await engine.until(run, 'failed')).error?.message))
  expect(messages).toEqual([
    'call: a result may contain neither \\u0000 nor half a surrogate pair',
    'call: a result may not exceed 1 MB',
    'book: a result must be JSON',
  ])
  expect(await Promise.all(runs.map((run) => engine.ledger(run)))).toEqual([[], [], []])
  await worker.stop()
})

test('a write that was sent twice because its answer was lost is recorded once', async () => {
  const write = createJournal(engine.database.system.pool)
  const [run] = await claimed(
    workflowOf('resent', async () => 1),
    1,
  )
  if (run === undefined) throw new Error('nothing claimed')
  await write(operation(run, 'first'))
  expect(await write(operation(run, 'first'))).toMatchObject({ rows: 1 })
  const { rows } = await engine.admin.query('select status from workflow_step where run_id = $1', [run.id])
  expect(rows).toEqual([{ status: 'done' }])
})

test('a claim locks no more runs than it takes', async () => {
  const many = workflowOf('many', async () => 1)
  for (let i = 0; i < 8; i++) await engine.start(many, {})
  const client = await engine.database.system.pool.connect()
  await client.query('begin')
  const { pool } = engine.database.system
  const pinning = Object.assign(Object.create(pool), { query: client.query.bind(client) })
  const first = await claimFrom(pool, many.kind, 2)
  const pinned = await claimFrom(pinning, many.kind, 2)
  const rest = await claimFrom(pool, many.kind, 8)
  await client.query('rollback')
  client.release()
  expect([first.length, pinned.length, rest.length]).toEqual([2, 2, 4])
})

test('a new owner sees what the old one had recorded up to the takeover', async () => {
  const kept = workflowOf('kept', async (ctx) => ctx.step('one', async () => 'again'))
  const [run] = await claimed(kept, 1)
  if (run === undefined) throw new Error('nothing claimed')
  await createJournal(engine.database.system.pool)(operation(run, 'recorded'))
  await engine.admin.query(`update workflow_run set due_at = now() where id = $1`, [run.id])
  const worker = engine.worker({ services: {}, workflows: [kept] })
  expect((await engine.until({ tenantId: run.tenant_id, id: run.id }, 'completed')).output).toBe('recorded')
  await worker.stop()
})

test('nobody takes over a run while its owner has a commit open, however late it is', async () => {
  const [run] = await claimed(
    workflowOf('open', async () => 1),
    1,
  )
  if (run === undefined) throw new Error('nothing claimed')
  await engine.admin.query(`update workflow_run set due_at = now() where id = $1`, [run.id])
  const client = await engine.database.system.pool.connect()
  await client.query('begin')
  await client.query(JOURNAL.text, [JSON.stringify([{ ...operation(run, 'recorded'), i: 0 }])])
  await query(engine.database.system.pool, SWEEP, [5, 'bulk'])
  const ref = { tenantId: run.tenant_id, id: run.id }
  expect(await engine.state(ref)).toMatchObject({ status: 'running', epoch: run.epoch })
  await client.query('commit')
  client.release()
  await query(engine.database.system.pool, SWEEP, [5, 'bulk'])
  expect(await engine.state(ref)).toMatchObject({ status: 'queued', epoch: run.epoch + 1 })
})

test('an owner of an older epoch writes nothing', async () => {
  const write = createJournal(engine.database.system.pool)
  const [run] = await claimed(
    workflowOf('fenced', async () => 1),
    1,
  )
  if (run === undefined) throw new Error('nothing claimed')
  await engine.admin.query('update workflow_run set epoch = epoch + 1 where id = $1', [run.id])
  expect(await write(operation(run, 'late'))).toBeUndefined()
  expect(await write({ ...operation(run, 'late'), to: 'completed' })).toBeUndefined()
  const ref = { tenantId: run.tenant_id, id: run.id }
  expect([await engine.steps(ref), (await engine.state(ref)).status]).toEqual([[], 'running'])
})

test('a step called inside a commit blocks the run, and the commit is rolled back', async () => {
  const nested = workflowOf('nested', (ctx) =>
    ctx.commit('outer', async (tx) => {
      await book(tx, ctx.run, 'booked')
      await ctx.step('inner', async () => 1).catch(() => 'ignored')
    }),
  )
  const worker = engine.worker({ services: {}, workflows: [nested] })
  const run = await engine.start(nested, {})
  expect((await engine.until(run, 'blocked', 'completed')).error?.code).toBe('nested')
  expect([await engine.ledger(run), await engine.steps(run)]).toEqual([[], []])
  await worker.stop()
})

test('chains of steps side by side without branches are found out at the next replay', async () => {
  const tangled = workflowOf('tangled', async (ctx) => {
    const chain = async (name: string, ms: number) => {
      await ctx.step(`${name}-1`, () => pause(ms))
      await ctx.step(`${name}-2`, async () => 1)
    }
    await Promise.all([chain('slow', 60), chain('fast', 1)])
    await ctx.sleepUntil('nap', Date.now() + 100)
  })
  const worker = engine.worker({ services: {}, workflows: [tangled] })
  const run = await engine.start(tangled, {})
  expect((await engine.until(run, 'blocked', 'completed')).error?.code).toBe('nondeterminism')
  await worker.stop()
})

test('neither catch nor finally of a workflow runs when its run is parked', async () => {
  const seen: string[] = []
  const careful = workflowOf('careful', async (ctx) => {
    try {
      await ctx.waitFor('go', { timeoutMs: 100 })
    } catch {
      seen.push('catch')
    } finally {
      seen.push('finally')
    }
  })
  const worker = engine.worker({ services: {}, workflows: [careful] })
  const run = await engine.start(careful, {})
  await engine.until(run, 'completed')
  expect(seen).toEqual(['finally'])
  await worker.stop()
})
