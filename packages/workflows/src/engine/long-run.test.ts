import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { pause, type TestEngine, testEngine, workflowOf } from '../../test/engine.ts'
import { cancelRun } from './run-operation.ts'
import { signalWorkflow } from './run-start.ts'
import { defineWorkflow } from './workflow.ts'

let engine: TestEngine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.close())

const counting = defineWorkflow(
  { name: 'counting', version: 1, input: z.object({ from: z.number(), to: z.number() }), lane: 'bulk' },
  async (ctx, { from, to }, { keys }: { keys: string[] }) => {
    for (let i = from; i < Math.min(from + 3, to); i++) {
      await ctx.step(`count ${i % 3}`, async (key) => void keys.push(key))
    }
    const told = await ctx.waitFor('go')
    if (from + 3 < to) return ctx.continueAsNew({ from: from + 3, to })
    return told
  },
)

test('a long loop goes on in a fresh journal, under fresh keys, and hears every signal once', async () => {
  const keys: string[] = []
  const worker = engine.worker({ services: { keys }, workflows: [counting] })
  const run = await engine.start(counting, { from: 0, to: 9 })
  for (const payload of ['a', 'b', 'c'])
    await engine.transaction((tx) => signalWorkflow(tx, run, { name: 'go', payload }))
  expect(await engine.until(run, 'completed', 'failed', 'blocked')).toMatchObject({ status: 'completed', output: 'c' })
  expect(new Set(keys).size).toBe(9)
  expect(keys.slice(3, 6)).toEqual([0, 1, 2].map((i) => `${run.id}.1:count ${i}`))
  expect((await engine.steps(run)).map(({ name }) => name)).toEqual(['count 0', 'count 1', 'count 2', 'go'])
  await worker.stop()
})

test('a loop that is canceled does not go on, and one that has something to undo may not forget it', async () => {
  const canceled = workflowOf('canceled-loop', async (ctx) => {
    await ctx.step('think', () => pause(150))
    return ctx.continueAsNew({})
  })
  const undoable = workflowOf('undoable-loop', async (ctx) => {
    await ctx.step('call', async () => 1, { undo: async () => {} })
    return ctx.continueAsNew({})
  })
  const worker = engine.worker({ services: {}, workflows: [canceled, undoable] })
  const run = await engine.start(canceled, {})
  await engine.until(run, 'running')
  await engine.transaction((tx) => cancelRun(tx, run, 'enough'))
  expect((await engine.until(run, 'canceled', 'failed', 'blocked')).status).toBe('canceled')
  const other = await engine.start(undoable, {})
  expect((await engine.until(other, 'failed', 'blocked')).error?.message).toContain('undo')
  await worker.stop()
})

test('a journal that is full takes no further step, and the world is not asked', async () => {
  let asked = 0
  const hoarder = workflowOf('hoarder', async (ctx) => {
    for (let i = 0; i < 10; i++) {
      await ctx.step(`page ${i}`, async () => {
        asked++
        return 'x'.repeat(900_000)
      })
    }
  })
  const worker = engine.worker({ services: {}, workflows: [hoarder] })
  const run = await engine.start(hoarder, {})
  expect((await engine.until(run, 'blocked', 'completed')).error?.code).toBe('journal_full')
  expect([asked, (await engine.steps(run)).length]).toEqual([5, 5])
  await worker.stop()
})
