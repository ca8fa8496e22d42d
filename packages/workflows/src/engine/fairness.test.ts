import { afterAll, beforeAll, expect, test } from 'vitest'
import { pause, type TestEngine, testEngine, workflowOf } from '../../test/engine.ts'

const SMALL = '00000000-0000-7000-8000-00000000000b'

let engine: TestEngine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.close())

test('a small tenant does not stand behind the backlog of a large one', async () => {
  const order: string[] = []
  const job = workflowOf('job', (ctx) =>
    ctx.step('work', async () => {
      await pause(2)
      order.push(ctx.run.tenantId)
    }),
  )
  const large = await Promise.all(Array.from({ length: 150 }, () => engine.start(job, {})))
  await Promise.all(Array.from({ length: 5 }, () => engine.start(job, {}, SMALL)))
  const worker = engine.worker({ services: {}, workflows: [job], concurrency: 10, perTenant: 10 })
  for (const run of large) await engine.until(run, 'completed')
  await worker.stop()
  // The first claims share out ten places between two tenants; strict order of arrival would put it at 155.
  expect(order.lastIndexOf(SMALL)).toBeLessThan(40)
})

test('a tenant has no more runs at once than its share', async () => {
  let atOnce = 0
  let most = 0
  const job = workflowOf('capped', (ctx) =>
    ctx.step('work', async () => {
      atOnce++
      most = Math.max(most, atOnce)
      await pause(5)
      atOnce--
    }),
  )
  const runs = await Promise.all(Array.from({ length: 20 }, () => engine.start(job, {})))
  const worker = engine.worker({ services: {}, workflows: [job], concurrency: 10, perTenant: 3 })
  for (const run of runs) await engine.until(run, 'completed')
  await worker.stop()
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThanOrEqual(3)
})
