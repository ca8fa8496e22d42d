import { inTenant } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pause, type TestEngine, testEngine, workflowOf } from '../../test/engine.ts'
import { book } from '../../test/ledger.ts'
import type { OpenTransaction } from './active-run.ts'
import { createClaims } from './claim.ts'
import { createJournal } from './journal.ts'
import type { JournalOperation } from './journal-operation.ts'
import type { WorkerOptions } from './worker.ts'
import type { RunRef, Workflow } from './workflow.ts'

let engine: TestEngine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.close())

function databaseError(code: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError('said so', 0, 'error'), { code, severity: 'ERROR' })
}

const losses: { said: string; error: () => Error }[] = [
  { said: 'Query read timeout', error: () => new Error('Query read timeout') },
  { said: 'read ETIMEDOUT', error: () => Object.assign(new Error('read ETIMEDOUT'), { code: 'ETIMEDOUT' }) },
  { said: 'Connection terminated unexpectedly', error: () => new Error('Connection terminated unexpectedly') },
  { said: 'something nobody has heard of', error: () => new Error('something nobody has heard of') },
  { said: 'state 57P01', error: () => databaseError('57P01') },
  { said: 'state 57014', error: () => databaseError('57014') },
  { said: 'state 08006', error: () => databaseError('08006') },
]

const twoBookings = (name: string) =>
  workflowOf(name, async (ctx) => {
    const first = await ctx.commit('one', (tx) => book(tx, ctx.run, 'one').then(() => 1))
    const second = await ctx.commit('two', (tx) => book(tx, ctx.run, 'two').then(() => 2))
    return [first, second]
  })

/** Opens transactions whose first COMMIT of each run ends as `lose` says. */
function losing(lose: (done: Promise<unknown>) => Promise<never>): OpenTransaction {
  let lost = false
  return async ({ tenantId }, fn) => {
    const done = inTenant(engine.database.rw, writer(tenantId), fn)
    if (lost) return done
    lost = true
    return lose(done)
  }
}

async function outcome(
  workflow: Workflow<unknown, Record<string, never>>,
  options: Partial<WorkerOptions<unknown>>,
): Promise<{ run: RunRef; state: object; ledger: string[] }> {
  const worker = engine.worker({ services: {}, workflows: [workflow], ...options })
  const run = await engine.start(workflow, {})
  const { status, output, epoch } = await engine.until(run, 'completed', 'failed', 'blocked')
  await worker.stop()
  return { run, state: { status, output, epoch }, ledger: await engine.ledger(run) }
}

test.for(losses)(
  'a commit that took effect is not done again when its answer is lost: $said',
  async ({ said, error }) => {
    const transaction = losing(async (done) => {
      await done
      throw error()
    })
    const { state, ledger } = await outcome(
      twoBookings(`took-effect-${losses.findIndex((each) => each.said === said)}`),
      {
        transaction,
      },
    )
    expect(ledger).toEqual(['one', 'two'])
    expect(state).toEqual({ status: 'completed', output: [1, 2], epoch: 1 })
  },
)

test('a commit that is still on its way when its answer is given up is waited for, and not done again', async () => {
  const transaction = losing(async (done) => {
    done.catch(() => {})
    await pause(150)
    throw new Error('Query read timeout')
  })
  const slow: OpenTransaction = (run, fn) =>
    transaction(run, async (tx) => {
      const result = await fn(tx)
      await pause(700)
      return result
    })
  const { state, ledger } = await outcome(twoBookings('on-its-way'), { transaction: slow })
  expect(ledger).toEqual(['one', 'two'])
  expect(state).toMatchObject({ status: 'completed', output: [1, 2] })
})

test('a commit that took no effect is done once more', async () => {
  let first = true
  const transaction: OpenTransaction = ({ tenantId }, fn) =>
    inTenant(engine.database.rw, writer(tenantId), async (tx) => {
      const result = await fn(tx)
      if (!first) return result
      first = false
      throw Object.assign(new Error('read ETIMEDOUT'), { code: 'ETIMEDOUT' })
    })
  const { run, state, ledger } = await outcome(twoBookings('no-effect'), { transaction })
  expect(ledger).toEqual(['one', 'two'])
  expect(state).toMatchObject({ status: 'completed', output: [1, 2] })
  expect(await engine.steps(run)).toMatchObject([
    { name: 'one', attempt: 2 },
    { name: 'two', attempt: 1 },
  ])
})

type Query = (config: pg.QueryConfig) => Promise<pg.QueryResult>

/** A worker's pools, the statements of which go through `query`. */
function pools(query: (config: pg.QueryConfig, ask: Query) => Promise<pg.QueryResult>) {
  const { pool } = engine.database.system
  const ask: Query = (config) => pool.query(config)
  const systemPool: pg.Pool = Object.assign(Object.create(pool), {
    query: (config: pg.QueryConfig) => query(config, ask),
  })
  return { systemPool, listenPool: pool }
}

/** The first `times` statements of one name lose their answer, before or after the server has done them. */
function flaky(name: string, times: number, { done }: { done: boolean }) {
  let failed = 0
  const through = pools(async (config, ask) => {
    const isHit = config.name?.startsWith(`wf_${name}_`) === true && failed < times
    if (!isHit) return ask(config)
    failed++
    if (done) await ask(config)
    throw new Error('Connection terminated unexpectedly')
  })
  return { through, failed: () => failed }
}

test.for(['claim', 'reclaim'])(
  'runs whose %s was not answered are taken again, and nobody counts a death',
  async (name) => {
    const simple = workflowOf(`un${name}ed`, (ctx) => ctx.step('one', async () => 1))
    const runs = await Promise.all(Array.from({ length: 5 }, () => engine.start(simple, {})))
    const claim = flaky('claim', 8, { done: true })
    const reclaim = flaky('reclaim', name === 'reclaim' ? 3 : 0, { done: true })
    const both = pools((config) => {
      const { systemPool } = config.name?.startsWith('wf_reclaim_') === true ? reclaim.through : claim.through
      return systemPool.query(config)
    })
    const worker = engine.worker({ services: {}, workflows: [simple], ...both, leaseMs: 60_000 })
    for (const run of runs) {
      expect(await engine.until(run, 'completed', 'blocked')).toMatchObject({ status: 'completed', crashes: 0 })
    }
    expect([claim.failed() > 0, reclaim.failed()]).toEqual([true, name === 'reclaim' ? 3 : 0])
    await worker.stop()
  },
)

test('a worker takes nothing from another of the same name', async () => {
  const slow = workflowOf('namesake', (ctx) => ctx.step('one', () => pause(600)))
  const runs = await Promise.all(Array.from({ length: 3 }, () => engine.start(slow, {})))
  const first = engine.worker({ services: {}, workflows: [slow], workerId: 'twin' })
  for (const run of runs) await engine.until(run, 'running')
  const { through } = flaky('claim', 1, { done: true })
  const second = engine.worker({ services: {}, workflows: [slow], workerId: 'twin', ...through })
  for (const run of runs) expect(await engine.until(run, 'completed', 'blocked')).toMatchObject({ epoch: 1 })
  await Promise.all([first.stop(), second.stop()])
})

test('a journal that cannot be read for a while condemns none of the runs that were claimed with it', async () => {
  const waits = workflowOf('unread', async (ctx) => {
    await ctx.step('one', async () => 1)
    await ctx.sleepUntil('nap', Date.now() + 200)
    return ctx.step('two', async () => 2)
  })
  const runs = await Promise.all(Array.from({ length: 5 }, () => engine.start(waits, {})))
  const { through, failed } = flaky('load', 20, { done: false })
  const worker = engine.worker({ services: {}, workflows: [waits], ...through, leaseMs: 1000 })
  for (const run of runs) {
    expect(await engine.until(run, 'completed', 'blocked')).toMatchObject({ status: 'completed', crashes: 0 })
  }
  expect(failed()).toBe(20)
  await worker.stop()
})

test('a run whose own journal cannot be read stands before no other', async () => {
  const waits = workflowOf('unreadable', async (ctx) => {
    await ctx.step('one', async () => 1)
    return ctx.waitFor('go', { timeoutMs: 200 })
  })
  const runs = await Promise.all(Array.from({ length: 3 }, () => engine.start(waits, {})))
  const [poisoned, ...others] = runs
  const through = pools(async (config, ask) => {
    const ids: unknown = config.name?.startsWith('wf_load_') === true ? config.values?.[1] : undefined
    if (Array.isArray(ids) && ids.includes(poisoned?.id)) throw databaseError('22P05')
    return ask(config)
  })
  const worker = engine.worker({ services: {}, workflows: [waits], ...through })
  for (const run of others) expect((await engine.until(run, 'completed', 'blocked')).status).toBe('completed')
  if (poisoned === undefined) throw new Error('nothing started')
  expect((await engine.until(poisoned, 'blocked')).error?.code).toBe('unreadable')
  await worker.stop()
})

test('a result whose journal write is not answered is written again, and the world is not asked again', async () => {
  for (const [statement, done] of [
    ['journal', true],
    ['journal', false],
    ['moves', true],
    ['moves', false],
  ] as const) {
    let asked = 0
    const simple = workflowOf(`lost-${statement}-${done ? 'after' : 'before'}`, async (ctx) => {
      await ctx.step('one', async () => asked++)
      await ctx.commit('two', (tx) => book(tx, ctx.run, 'two'))
    })
    const { through, failed } = flaky(statement, 4, { done })
    const { state, ledger } = await outcome(simple, { ...through, leaseMs: 1000 })
    expect([asked, failed() > 0, ledger, state]).toEqual([
      1,
      true,
      ['two'],
      { status: 'completed', output: null, epoch: 1 },
    ])
  }
})

test('a worker that comes back from an outage longer than its lease is not counted as dead', async () => {
  const simple = workflowOf('outage', async (ctx) => {
    await ctx.step('one', async () => 1)
    await ctx.sleepUntil('nap', Date.now() + 100)
    return ctx.commit('two', (tx) => book(tx, ctx.run, 'two').then(() => 2))
  })
  let away = false
  const through = pools(async (config, ask) => {
    if (away) throw new Error('Connection terminated unexpectedly')
    return ask(config)
  })
  const transaction: OpenTransaction = ({ tenantId }, fn) =>
    away
      ? Promise.reject(new Error('Connection terminated unexpectedly'))
      : inTenant(engine.database.rw, writer(tenantId), fn)
  const runs = await Promise.all(Array.from({ length: 5 }, () => engine.start(simple, {})))
  const worker = engine.worker({ services: {}, workflows: [simple], ...through, transaction, leaseMs: 400 })
  for (let outage = 0; outage < 3; outage++) {
    await pause(40)
    away = true
    await pause(700)
    away = false
  }
  for (const run of runs) {
    expect(await engine.until(run, 'completed', 'blocked')).toMatchObject({ status: 'completed', crashes: 0 })
    expect(await engine.ledger(run)).toEqual(['two'])
  }
  await worker.stop()
})

test('what an epoch has recorded as done it does not take back, and its same words come twice without harm', async () => {
  const { pool } = engine.database.system
  const workflow = workflowOf('own-done', async () => 1)
  await engine.start(workflow, {})
  const claims = createClaims(pool, {
    lane: 'bulk',
    kinds: [workflow.kind],
    leaseMs: 60_000,
    perTenant: 9,
    workerId: 'me',
  })
  const [claimed] = await claims.claim(1, [])
  if (claimed === undefined) throw new Error('nothing claimed')
  const { tenant_id, id, epoch } = claimed.run
  const write = createJournal(pool)
  const operation = (
    kind: 'step' | 'commit',
    status: 'done' | 'failed' | 'retrying',
    attempt: number,
  ): JournalOperation => ({
    t: tenant_id,
    r: id,
    e: epoch,
    undo: null,
    steps: [{ name: kind, seq: 0, kind, status, attempt, took: 1, ...(status === 'done' ? { result: attempt } : {}) }],
  })
  const rows = async (...said: Parameters<typeof operation>) => (await write(operation(...said)))?.rows
  expect([
    await rows('step', 'retrying', 1),
    await rows('step', 'retrying', 2),
    await rows('step', 'retrying', 1),
  ]).toEqual([1, 1, 0])
  expect([await rows('step', 'done', 3), await rows('step', 'done', 3), await rows('step', 'done', 4)]).toEqual([
    1, 1, 0,
  ])
  expect([await rows('step', 'failed', 3), await rows('step', 'retrying', 4)]).toEqual([0, 0])
  expect([await rows('commit', 'done', 1), await rows('commit', 'done', 1), await rows('commit', 'failed', 2)]).toEqual(
    [1, 0, 0],
  )
  const { rows: kept } = await engine.admin.query(
    'select name, result from workflow_step where run_id = $1 order by 1',
    [id],
  )
  expect(kept).toEqual([
    { name: 'commit', result: 1 },
    { name: 'step', result: 3 },
  ])
})
