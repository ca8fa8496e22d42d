import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Body, pause, type TestEngine, testEngine, workflowOf } from '../../test/engine.ts'
import { retryRun } from './run-operation.ts'
import { signalWorkflow } from './run-start.ts'
import { type RunRef, underFormerKind } from './workflow.ts'

let engine: TestEngine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.close())

const released: Body = async (ctx) => {
  await ctx.step('a', async () => 1)
  await ctx.step('b', async () => 2)
  await ctx.waitFor('go')
  await ctx.step('c', async () => 3)
  return 'released'
}

async function recordedRun(name: string): Promise<RunRef> {
  const workflow = workflowOf(name, released)
  const worker = engine.worker({ services: {}, workflows: [workflow] })
  const run = await engine.start(workflow, {})
  await engine.until(run, 'waiting')
  await worker.stop()
  return run
}

async function resumedWith(name: string, run: RunRef, body: Body) {
  const worker = engine.worker({ services: {}, workflows: [workflowOf(name, body)] })
  await engine.transaction((tx) => signalWorkflow(tx, run, { name: 'go' }))
  const { status, error } = await engine.until(run, 'completed', 'blocked', 'failed')
  await worker.stop()
  return [status, error?.code]
}

const changes: { change: string; body: Body; result: (string | undefined)[] }[] = [
  {
    change: 'two steps changed places',
    body: async (ctx) => {
      await ctx.step('b', async () => 2)
      await ctx.step('a', async () => 1)
      await ctx.waitFor('go')
    },
    result: ['blocked', 'nondeterminism'],
  },
  {
    change: 'a step was put in between',
    body: async (ctx) => {
      await ctx.step('a', async () => 1)
      await ctx.step('new', async () => 1)
      await ctx.step('b', async () => 2)
      await ctx.waitFor('go')
    },
    result: ['blocked', 'nondeterminism'],
  },
  {
    change: 'a step was taken out',
    body: async (ctx) => {
      await ctx.step('a', async () => 1)
      await ctx.waitFor('go')
    },
    result: ['blocked', 'nondeterminism'],
  },
  {
    change: 'the end was cut off',
    body: (ctx) => ctx.step('a', async () => 1),
    result: ['blocked', 'nondeterminism'],
  },
  {
    change: 'a step became a commit',
    body: async (ctx) => {
      await ctx.step('a', async () => 1)
      await ctx.commit('b', async () => 2)
      await ctx.waitFor('go')
    },
    result: ['blocked', 'nondeterminism'],
  },
  {
    change: 'a name was used twice',
    body: async (ctx) => {
      await ctx.step('a', async () => 1)
      await ctx.step('a', async () => 1)
    },
    result: ['blocked', 'duplicate_step'],
  },
  {
    change: 'what comes after the last recorded step was changed',
    body: async (ctx) => {
      await ctx.step('a', async () => 1)
      await ctx.step('b', async () => 2)
      await ctx.waitFor('go')
      await ctx.step('d', async () => 3)
    },
    result: ['completed', undefined],
  },
]

test.for(changes)('a recorded run meets new code in which $change', async ({ change, body, result }) => {
  const name = `change-${changes.findIndex((each) => each.change === change)}`
  const run = await recordedRun(name)
  expect(await resumedWith(name, run, body)).toEqual(result)
  if (result[0] === 'completed') return

  const worker = engine.worker({ services: {}, workflows: [workflowOf(name, released)] })
  await engine.transaction((tx) => retryRun(tx, run))
  expect((await engine.until(run, 'completed')).output).toBe('released')
  await worker.stop()
})

test('a run of version 1 waits while only version 2 is deployed', async () => {
  const run = await engine.start(workflowOf('pinned', released), {})
  engine.worker({ services: {}, workflows: [workflowOf('pinned', released, { version: 2 })] })
  await pause(200)
  expect((await engine.state(run)).status).toBe('queued')
})

test('a run started under a former name of its workflow goes on where it was', async () => {
  const run = await recordedRun('as-it-was-called')
  const renamed = workflowOf('as-it-is-called', released)
  const worker = engine.worker({ services: {}, workflows: [renamed, underFormerKind(renamed, 'as-it-was-called@1')] })
  await engine.transaction((tx) => signalWorkflow(tx, run, { name: 'go' }))
  expect((await engine.until(run, 'completed', 'blocked')).output).toBe('released')
  await worker.stop()
})

test('steps that race each other are found out at the next replay', async () => {
  const race = workflowOf('race', async (ctx) => {
    const slow = ctx.step('slow', () => pause(60).then(() => 'slow'))
    const winner = await Promise.race([slow, ctx.step('fast', async () => 'fast')])
    await ctx.step(`use-${winner}`, async () => winner)
    await slow
    await ctx.waitFor('go')
  })
  engine.worker({ services: {}, workflows: [race] })
  const run = await engine.start(race, {})
  await engine.until(run, 'waiting')
  await engine.transaction((tx) => signalWorkflow(tx, run, { name: 'go' }))
  expect((await engine.until(run, 'blocked', 'completed')).error?.code).toBe('nondeterminism')
})
