import { afterAll, beforeAll, expect, test } from 'vitest'
import { pause, type TestEngine, testEngine, workflowOf } from '../../test/engine.ts'
import { book } from '../../test/ledger.ts'
import { Permanent } from './failure.ts'
import { cancelRun, retryRun, skipStep } from './run-operation.ts'
import { signalWorkflow } from './run-start.ts'

let engine: TestEngine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.close())

test('a run does its steps, keeps what they answered and completes', async () => {
  const seen: unknown[] = []
  const order = workflowOf('order', async (ctx) => {
    const charged = await ctx.step('charge', async (key) => ({ key, at: new Date(0) }))
    seen.push(charged.at)
    const [left, right] = await Promise.all([
      ctx.branch('left', async (branch) => {
        await branch.step('one', async () => 1)
        return branch.step('two', async () => 2)
      }),
      ctx.branch('right', (branch) => branch.commit('one', (tx) => book(tx, ctx.run, 'right').then(() => 10))),
    ])
    const approval = await ctx.waitFor('approval')
    await ctx.sleepUntil('nap', 0)
    return { charged, left, right, approval }
  })
  engine.worker({ services: {}, workflows: [order] })
  const run = await engine.start(order, {})
  await engine.until(run, 'waiting')
  const told = await engine.transaction((tx) =>
    signalWorkflow(tx, run, { name: 'approval', payload: { by: 'ann' }, dedupeKey: 'once' }),
  )
  const toldAgain = await engine.transaction((tx) =>
    signalWorkflow(tx, run, { name: 'approval', payload: { by: 'bob' }, dedupeKey: 'once' }),
  )
  expect([told, toldAgain]).toEqual(['queued', null])
  const { status, output } = await engine.until(run, 'completed', 'failed', 'blocked')
  expect(status).toBe('completed')
  const at = '1970-01-01T00:00:00.000Z'
  expect(output).toEqual({ charged: { key: `${run.id}:charge`, at }, left: 2, right: 10, approval: { by: 'ann' } })
  expect(new Set(seen)).toEqual(new Set([at]))
  expect(await engine.ledger(run)).toEqual(['right'])
})

test('each try of a step that failed leaves an attempt, and the one that did it the step', async () => {
  let tries = 0
  const flaky = workflowOf('flaky', (ctx) =>
    ctx.step('call', async () => (tries++ < 2 ? Promise.reject(new Error('busy')) : tries), { retry: { baseMs: 5 } }),
  )
  engine.worker({ services: {}, workflows: [flaky] })
  const run = await engine.start(flaky, {})
  await engine.until(run, 'completed')
  const { rows } = await engine.admin.query(
    `select attempt, outcome, error ->> 'message' as message, ended_at >= started_at as timed from workflow_attempt
     where run_id = $1 order by attempt`,
    [run.id],
  )
  expect(rows).toEqual([
    { attempt: 1, outcome: 'retrying', message: 'busy', timed: true },
    { attempt: 2, outcome: 'retrying', message: 'busy', timed: true },
  ])
  const { rows: steps } = await engine.admin.query(
    'select attempt, status, ended_at >= started_at as timed from workflow_step where run_id = $1',
    [run.id],
  )
  expect(steps).toEqual([{ attempt: 3, status: 'done', timed: true }])
})

test('a refusal that no retry can help fails the run at once and is reported until somebody has heard', async () => {
  let deaf = true
  const heard: string[] = []
  const doomed = workflowOf('doomed', (ctx) => ctx.step('call', () => Promise.reject(new Permanent('closed account'))))
  engine.worker({
    services: {},
    workflows: [doomed],
    onHeld: async (held) => {
      if (held.kind !== doomed.kind) return
      heard.push(`${held.status} ${held.error?.step}`)
      if (deaf) {
        deaf = false
        throw new Error('the work item was not opened')
      }
    },
  })
  const run = await engine.start(doomed, {})
  const { error } = await engine.until(run, 'failed')
  expect(error).toMatchObject({ step: 'call', message: 'call: closed account' })
  await expect.poll(() => heard, { timeout: 5000 }).toEqual(['failed call', 'failed call'])
  expect(await engine.steps(run)).toEqual([{ name: 'call', status: 'failed', attempt: 1 }])
})

test('a failed run undoes what it did, in reverse, and the step of unknown outcome too', async () => {
  const undone: unknown[] = []
  const saga = workflowOf(
    'saga',
    async (ctx) => {
      await ctx.step('authorize', async () => 'auth-1', { undo: async (result) => void undone.push(result) })
      await ctx.commit('reserve', (tx) => book(tx, ctx.run, 'reserve'), {
        undo: (_, undo) => undo.commit('release', (tx) => book(tx, ctx.run, 'release')),
      })
      await ctx.step('ship', () => Promise.reject(new Permanent('no courier')), {
        undo: async (result) => void undone.push(result),
      })
    },
    { onFailure: 'undo' },
  )
  engine.worker({ services: {}, workflows: [saga] })
  const run = await engine.start(saga, {})
  expect(await engine.until(run, 'failed', 'blocked')).toMatchObject({ status: 'failed', undo: 'failed' })
  expect(undone).toEqual([undefined, 'auth-1'])
  expect(await engine.ledger(run)).toEqual(['reserve', 'release'])
})

test('a canceled run that never began undoes nothing', async () => {
  const undone: unknown[] = []
  const idle = workflowOf('idle', async (ctx) => {
    await ctx.step('call', async () => 1, { undo: async () => void undone.push('call') })
  })
  const run = await engine.start(idle, {})
  await engine.transaction((tx) => cancelRun(tx, run, 'not wanted'))
  engine.worker({ services: {}, workflows: [idle] })
  await engine.until(run, 'canceled')
  expect(undone).toEqual([])
})

test('a person can skip a failed step with a result, or let the run try it again', async () => {
  let broken = true
  const parcel = workflowOf('parcel', async (ctx) => {
    const first = await ctx.step('first', async () => (broken ? Promise.reject(new Permanent('no')) : 'again'))
    const second = await ctx.step('second', async () => Promise.reject(new Permanent('no')))
    return [first, second]
  })
  engine.worker({ services: {}, workflows: [parcel] })
  const run = await engine.start(parcel, {})
  await engine.until(run, 'failed')
  broken = false
  await engine.transaction((tx) => retryRun(tx, run))
  await expect.poll(async () => (await engine.state(run)).error?.step).toBe('second')
  await engine.transaction((tx) => skipStep(tx, run, { step: 'second', reason: 'sent by hand', result: 'skipped' }))
  expect((await engine.until(run, 'completed')).output).toEqual(['again', 'skipped'])
})

test('steps that run beside a failing one are finished and recorded before the run is held', async () => {
  const effects: string[] = []
  const beside = workflowOf('beside', (ctx) =>
    Promise.all([
      ctx.step('fails', () => Promise.reject(new Permanent('no'))),
      ctx.step('slow', async () => {
        await pause(60)
        effects.push('slow')
      }),
    ]),
  )
  engine.worker({ services: {}, workflows: [beside] })
  const run = await engine.start(beside, {})
  await engine.until(run, 'failed')
  expect(effects).toEqual(['slow'])
  expect((await engine.steps(run)).map(({ name, status }) => `${name} ${status}`)).toEqual([
    'fails failed',
    'slow done',
  ])
})
