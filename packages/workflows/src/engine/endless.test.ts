import { afterAll, beforeAll, expect, test } from 'vitest'
import { pause, type TestEngine, testEngine, workflowOf } from '../../test/engine.ts'
import { book } from '../../test/ledger.ts'
import { Permanent } from './failure.ts'
import type { HeldRun } from './held-run.ts'
import { signalWorkflow } from './run-start.ts'

let engine: TestEngine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.close())

const half = '\ud83d'

test('half a character in a result fails the step, and in an error it is replaced', async () => {
  let asked = 0
  const result = workflowOf('half-result', (ctx) => ctx.step('call', async () => `${asked++}${half}`))
  const key = workflowOf('half-key', (ctx) => ctx.step('call', async () => ({ [half]: asked++ })))
  const error = workflowOf('half-error', (ctx) =>
    ctx.step('call', async () => {
      asked++
      throw new Permanent(`${'x'.repeat(9_993)}😀`)
    }),
  )
  const worker = engine.worker({ services: {}, workflows: [result, key, error] })
  const runs = await Promise.all([result, key, error].map((workflow) => engine.start(workflow, {})))
  const messages = await Promise.all(
    runs.map(async (run) => (await engine.until(run, 'failed', 'blocked')).error?.message?.slice(-20)),
  )
  expect(messages).toEqual(
    [' half a surrogate pair', ' half a surrogate pair', `${'x'.repeat(19)}\ufffd`].map((m) => m.slice(-20)),
  )
  expect(asked).toBe(3)
  await worker.stop()
})

test('what the journal refuses blocks the run, once, be it a result, the output or an error', async () => {
  await engine.admin.query(
    `alter table workflow_step add constraint taste check (coalesce(result::text, '') || coalesce(error::text, '') !~ 'bitter')`,
  )
  await engine.admin.query(
    `alter table workflow_run add constraint taste check (coalesce(output::text, '') !~ 'bitter')`,
  )
  let asked = 0
  const ask = async (said: string) => {
    asked++
    return said
  }
  const result = workflowOf('bitter-result', async (ctx) => {
    await ctx.step('call', () => ask('bitter'))
    await ctx.step('next', () => ask('sweet'))
  })
  const output = workflowOf('bitter-output', async (ctx) => {
    await ctx.step('call', () => ask('sweet'))
    return 'bitter'
  })
  const error = workflowOf('bitter-error', (ctx) =>
    ctx.step('call', async () => {
      await ask('')
      throw new Error('bitter')
    }),
  )
  const worker = engine.worker({ services: {}, workflows: [result, output, error] })
  for (const workflow of [result, output, error]) {
    asked = 0
    const run = await engine.start(workflow, {})
    const state = await engine.until(run, 'blocked', 'completed', 'failed')
    expect([state.status, state.error?.code, state.epoch, asked]).toEqual(['blocked', 'unwritable', 1, 1])
  }
  await worker.stop()
  await engine.admin.query('alter table workflow_step drop constraint taste')
  await engine.admin.query('alter table workflow_run drop constraint taste')
})

test('a step that does not heed its signal ends with its time, and is tried again', async () => {
  let tries = 0
  const deaf = workflowOf('deaf', (ctx) =>
    ctx.step('call', () => (tries++ === 0 ? new Promise(() => {}) : Promise.resolve(tries)), {
      timeoutMs: 100,
      retry: { baseMs: 5 },
    }),
  )
  const worker = engine.worker({ services: {}, workflows: [deaf] })
  const run = await engine.start(deaf, {})
  expect((await engine.until(run, 'completed')).output).toBe(2)
  await worker.stop()
})

test('a limit of months is no limit of a moment, and a limit of tries that is no number is none at all', async () => {
  let tries = 0
  const patient = workflowOf('months', (ctx) =>
    ctx.step(
      'call',
      async () => {
        tries++
        await pause(30)
        throw Object.create(null)
      },
      { timeoutMs: 60 * 86_400_000, retry: { limit: Number.NaN } },
    ),
  )
  const worker = engine.worker({ services: {}, workflows: [patient] })
  const run = await engine.start(patient, {})
  const { error } = await engine.until(run, 'failed', 'blocked')
  expect([tries, error?.message]).toEqual([1, 'call: an error that cannot be put into words'])
  await worker.stop()
})

test('a commit that does not end is rolled back with its time', async () => {
  let tries = 0
  const deaf = workflowOf('deaf-commit', (ctx) =>
    ctx.commit(
      'book',
      async (tx) => {
        await book(tx, ctx.run, 'booked')
        if (tries++ === 0) await new Promise(() => {})
      },
      { timeoutMs: 100, retry: { baseMs: 5 } },
    ),
  )
  const worker = engine.worker({ services: {}, workflows: [deaf] })
  const run = await engine.start(deaf, {})
  await engine.until(run, 'completed')
  expect([tries, await engine.ledger(run)]).toEqual([2, ['booked']])
  await worker.stop()
})

test('a workflow that waits for something that is neither step nor wait is held', async () => {
  const stuck = workflowOf('stuck', async (ctx) => {
    await ctx.step('call', async () => 1)
    await new Promise(() => {})
  })
  const worker = engine.worker({ services: {}, workflows: [stuck], leaseMs: 600 })
  const run = await engine.start(stuck, {})
  expect((await engine.until(run, 'blocked')).error?.code).toBe('stuck')
  expect(await engine.steps(run)).toMatchObject([{ name: 'call', status: 'done' }])
  await worker.stop()
})

test('a time that is no time fails the run instead of parking it for ever', async () => {
  const bodies = {
    'bad-sleep': workflowOf('bad-sleep', (ctx) => ctx.sleepUntil('nap', new Date('tomorrow'))),
    'far-sleep': workflowOf('far-sleep', (ctx) => ctx.sleepUntil('nap', 1e300)),
    'bad-wait': workflowOf('bad-wait', (ctx) => ctx.waitFor('go', { timeoutMs: Number.NaN })),
    'long-wait': workflowOf('long-wait', (ctx) => ctx.waitFor('go', { timeoutMs: Number.POSITIVE_INFINITY })),
    'bad-retry': workflowOf('bad-retry', (ctx) =>
      ctx.step('call', () => Promise.reject(new Error('busy')), { retry: { baseMs: Number.NaN } }),
    ),
    'bad-limit': workflowOf('bad-limit', (ctx) => ctx.step('call', async () => 1, { timeoutMs: Number.NaN })),
  }
  const workflows = Object.values(bodies)
  const worker = engine.worker({ services: {}, workflows })
  const runs = await Promise.all(workflows.map((workflow) => engine.start(workflow, {})))
  for (const run of runs) {
    const { status, error } = await engine.until(run, 'failed', 'waiting', 'completed', 'blocked')
    expect([status, error?.message]).toEqual(['failed', expect.stringContaining('no time')])
  }
  await worker.stop()
})

test('who asks for time gets it before the next try, however the error is wrapped', async () => {
  const patient = workflowOf('patient', (ctx) =>
    ctx.step(
      'call',
      async () => {
        throw new Error('the provider is busy', { cause: Object.assign(new Error('429'), { retryAfterMs: 60_000 }) })
      },
      { retry: { baseMs: 5 } },
    ),
  )
  const worker = engine.worker({ services: {}, workflows: [patient] })
  const run = await engine.start(patient, {})
  await engine.until(run, 'waiting')
  const { rows } = await engine.admin.query<{ seconds: number }>(
    `select extract(epoch from s.due_at - s.ended_at)::float8 as seconds from workflow_step s where s.run_id = $1`,
    [run.id],
  )
  expect(rows[0]?.seconds).toBeGreaterThan(59)
  expect(rows[0]?.seconds).toBeLessThan(70)
  await worker.stop()
})

test('a run whose version no worker has is reported once, and is taken when a worker comes', async () => {
  const heard: HeldRun[] = []
  const first = workflowOf('versioned', async () => 'first')
  const second = workflowOf('versioned', async () => 'second', { version: 2 })
  const left = await engine.start(first, {})
  const worker = engine.worker({
    services: {},
    workflows: [second],
    unclaimedMs: 300,
    onHeld: async (held) => void (held.id === left.id && heard.push(held)),
  })
  await expect
    .poll(() => heard, { timeout: 5000 })
    .toMatchObject([
      {
        id: left.id,
        status: 'queued',
        kind: 'versioned@1',
        error: { code: 'no_worker', message: 'no worker has versioned@1' },
      },
    ])
  await pause(300)
  expect(heard).toHaveLength(1)
  await worker.stop()
  const other = engine.worker({ services: {}, workflows: [first] })
  expect((await engine.until(left, 'completed')).output).toBe('first')
  await other.stop()
})

test('a report that fails stands before no other', async () => {
  const heard: string[] = []
  const doomed = workflowOf('doomed', (ctx) => ctx.step('call', () => Promise.reject(new Permanent('closed'))))
  const runs = await Promise.all(Array.from({ length: 3 }, () => engine.start(doomed, {})))
  const worker = engine.worker({
    services: {},
    workflows: [doomed],
    onHeld: async ({ id }) => {
      if (id === runs[0]?.id) throw new Error('no work item for this one')
      if (runs.some((run) => run.id === id)) heard.push(id)
    },
  })
  const others = runs.slice(1).map(({ id }) => id)
  await expect.poll(() => heard.toSorted(), { timeout: 5000 }).toEqual(others.toSorted())
  await worker.stop()
})

test('two waits for one signal beside each other take a signal each', async () => {
  const pair = workflowOf('pair', (ctx) =>
    Promise.all(['left', 'right'].map((name) => ctx.branch(name, (branch) => branch.waitFor('go')))),
  )
  const run = await engine.start(pair, {})
  for (const payload of ['a', 'b']) await engine.transaction((tx) => signalWorkflow(tx, run, { name: 'go', payload }))
  const worker = engine.worker({ services: {}, workflows: [pair] })
  const { output } = await engine.until(run, 'completed')
  expect([
    ['a', 'b'],
    ['b', 'a'],
  ]).toContainEqual(output)
  await worker.stop()
})
