import { afterAll, beforeAll, expect, test } from 'vitest'
import { pause, type TestEngine, testEngine, workflowOf } from '../../test/engine.ts'
import { signalWorkflow } from './run-start.ts'

let engine: TestEngine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.close())

const listener = workflowOf('listener', (ctx) => ctx.waitFor('go'))

test('a signal that races the park is heard, also from a transaction that stays open', async () => {
  for (const workerId of ['one', 'two']) engine.worker({ services: {}, workflows: [listener], workerId })
  const runs = await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      const run = await engine.start(listener, {})
      await pause(Math.random() * 20)
      await engine.transaction(async (tx) => {
        await signalWorkflow(tx, run, { name: 'go', payload: i })
        await pause(Math.random() * 20)
      })
      return run
    }),
  )
  const outputs = await Promise.all(runs.map(async (run) => (await engine.until(run, 'completed', 'blocked')).output))
  expect(outputs).toEqual(runs.map((_, i) => i))
})

test('a signal and the timeout of the wait: exactly one of them happens', async () => {
  const patient = workflowOf('patient', async (ctx) => (await ctx.waitFor('go', { timeoutMs: 150 })) ?? 'timeout')
  engine.worker({ services: {}, workflows: [patient] })
  const runs = await Promise.all(Array.from({ length: 20 }, () => engine.start(patient, {})))
  await Promise.all(
    runs.map(async (run, i) => {
      await pause(50 + i * 15)
      await engine.transaction((tx) => signalWorkflow(tx, run, { name: 'go', payload: i }))
    }),
  )
  const outputs = await Promise.all(runs.map(async (run) => (await engine.until(run, 'completed', 'blocked')).output))
  outputs.forEach((output, i) => {
    expect([i, 'timeout']).toContain(output)
  })
})

test('a signal sent before the wait is kept, and one rolled back was never sent', async () => {
  const twice = workflowOf('twice', async (ctx) => [
    await ctx.waitFor('first', { signal: 'go' }),
    await ctx.waitFor('second', { signal: 'go' }),
  ])
  const run = await engine.start(twice, {})
  await engine.transaction((tx) => signalWorkflow(tx, run, { name: 'go', payload: 'early' }))
  const abandoned = engine.transaction(async (tx) => {
    await signalWorkflow(tx, run, { name: 'go', payload: 'never' })
    throw new Error('changed my mind')
  })
  await expect(abandoned).rejects.toThrow('changed my mind')
  engine.worker({ services: {}, workflows: [twice] })
  await engine.until(run, 'waiting')
  await Promise.all(
    ['b', 'c'].map((payload) => engine.transaction((tx) => signalWorkflow(tx, run, { name: 'go', payload }))),
  )
  const { output } = await engine.until(run, 'completed')
  expect([
    ['early', 'b'],
    ['early', 'c'],
  ]).toContainEqual(output)
})

test('two branches that wait for different signals hear both', async () => {
  const pair = workflowOf('pair', (ctx) =>
    Promise.all([
      ctx.branch('left', (branch) => branch.waitFor('a')),
      ctx.branch('right', async (branch) => {
        await branch.step('think', () => pause(5))
        return branch.waitFor('b')
      }),
    ]),
  )
  engine.worker({ services: {}, workflows: [pair] })
  const runs = await Promise.all(Array.from({ length: 15 }, () => engine.start(pair, {})))
  await Promise.all(
    runs.map(async (run, i) => {
      await pause(i)
      await engine.transaction((tx) => signalWorkflow(tx, run, { name: 'a', payload: 1 }))
      await pause(15 - i)
      await engine.transaction((tx) => signalWorkflow(tx, run, { name: 'b', payload: 2 }))
    }),
  )
  for (const run of runs) expect((await engine.until(run, 'completed', 'blocked')).output).toEqual([1, 2])
})

test('a signaller that stays open for longer than the lease costs no other run its owner', async () => {
  const long = workflowOf('long', (ctx) => ctx.step('work', () => pause(1800)))
  for (const workerId of ['one', 'two']) {
    engine.worker({ services: {}, workflows: [long], workerId, leaseMs: 600 })
  }
  const runs = await Promise.all(Array.from({ length: 8 }, () => engine.start(long, {})))
  const [signalled, ...others] = runs
  if (signalled === undefined) throw new Error('nothing started')
  await expect.poll(async () => (await engine.state(signalled)).status).toBe('running')
  const client = await engine.admin.connect()
  await client.query('begin')
  await client.query('update workflow_run set signals = signals + 1 where id = $1', [signalled.id])
  await pause(1500)
  await client.query('commit')
  client.release()
  for (const run of others) expect(await engine.until(run, 'completed')).toMatchObject({ epoch: 1, crashes: 0 })
  await engine.until(signalled, 'completed')
})

test('a wait that has timed out stays timed out, although its signal comes after the next effect', async () => {
  let crashes = true
  const lapsed = workflowOf('lapsed', async (ctx) => {
    const approval = await ctx.waitFor('go', { timeoutMs: 50 })
    await ctx.step('after', async () => 1)
    await ctx.waitFor('look again')
    return approval ?? 'lapsed'
  })
  const run = await engine.start(lapsed, {})
  const worker = engine.worker({
    services: {},
    workflows: [lapsed],
    leaseMs: 300,
    crash(point) {
      if (point !== 'after:after' || !crashes) return
      crashes = false
      throw new Error('the answer of the step is lost with its worker')
    },
  })
  await expect.poll(async () => (await engine.state(run)).waiting_for).toEqual(['look again'])
  for (const name of ['go', 'look again'])
    await engine.transaction((tx) => signalWorkflow(tx, run, { name, payload: 'late' }))
  expect((await engine.until(run, 'completed', 'blocked')).output).toBe('lapsed')
  await worker.stop()
})
