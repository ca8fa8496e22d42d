import { readTenant } from '@mainstay/db/postgres/client'
import { getRun } from '@mainstay/db/workflow-run/workflow-run'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestEngine, testEngine, workflowOf } from '../../test/engine.ts'
import { book } from '../../test/ledger.ts'
import { Permanent } from './failure.ts'
import { cancelRun, RunRefused, retryRun, skipStep } from './run-operation.ts'
import type { RunRef } from './workflow.ts'

let engine: TestEngine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.close())

const parked = workflowOf('parked', (ctx) => ctx.step('call', async () => 1))
const statuses = ['queued', 'running', 'waiting', 'completed', 'failed', 'canceled', 'blocked'] as const

const actions = {
  cancel: (run: RunRef) => engine.transaction((tx) => cancelRun(tx, run, 'enough')),
  retry: (run: RunRef) => engine.transaction((tx) => retryRun(tx, run)),
  skip: (run: RunRef) => engine.transaction((tx) => skipStep(tx, run, { step: 'call', reason: 'by hand' })),
}

const allowed: Record<keyof typeof actions, readonly string[]> = {
  cancel: ['queued', 'running', 'waiting', 'failed', 'blocked'],
  retry: ['failed', 'blocked'],
  skip: ['failed', 'blocked'],
}

async function runWith(status: string, undo: string | null = null): Promise<RunRef> {
  const run = await engine.start(parked, {})
  await engine.admin.query('update workflow_run set status = $2, undo = $3 where id = $1', [run.id, status, undo])
  await engine.admin.query(
    `insert into workflow_step (tenant_id, run_id, name, seq, kind, status, epoch) values ($1, $2, 'call', 0, 'step', 'failed', 1)`,
    [run.tenantId, run.id],
  )
  return run
}

const settled = (results: PromiseSettledResult<void>[]) =>
  results.map((result) => {
    if (result.status === 'fulfilled') return 'done'
    return result.reason instanceof RunRefused ? 'refused' : String(result.reason)
  })

const matrix = statuses.flatMap((status) =>
  (['cancel', 'retry', 'skip'] as const).map((action) => ({ action, status })),
)

test.for(matrix)('$action of a $status run, by two people at once', async ({ action, status }) => {
  const run = await runWith(status)
  const results = settled(await Promise.allSettled([actions[action](run), actions[action](run)]))
  expect(results.toSorted()).toEqual(allowed[action].includes(status) ? ['done', 'refused'] : ['refused', 'refused'])
})

test('a run that was undone, or is being undone, is neither canceled nor sent back', async () => {
  const undone = await runWith('failed', 'failed')
  const undoing = await runWith('running', 'canceled')
  const results = await Promise.allSettled([actions.retry(undone), actions.cancel(undone), actions.cancel(undoing)])
  expect(settled(results)).toEqual(['refused', 'refused', 'refused'])
})

test('a compensation that failed goes on as a compensation when it is retried', async () => {
  let broken = true
  const refunds = workflowOf(
    'refunds',
    async (ctx) => {
      await ctx.commit('reserve', (tx) => book(tx, ctx.run, 'reserve'), {
        undo: async (_, undo) => {
          await undo.step('call', async () => (broken ? Promise.reject(new Permanent('bank closed')) : 1))
          await undo.commit('release', (tx) => book(tx, ctx.run, 'release'))
        },
      })
      await ctx.step('ship', () => Promise.reject(new Permanent('no courier')))
    },
    { onFailure: 'undo' },
  )
  const worker = engine.worker({ services: {}, workflows: [refunds] })
  const run = await engine.start(refunds, {})
  expect(await engine.until(run, 'blocked')).toMatchObject({ undo: 'failed', error: { code: 'undo_failed' } })
  broken = false
  await engine.transaction((tx) => retryRun(tx, run))
  expect(await engine.until(run, 'failed', 'completed')).toMatchObject({ status: 'failed', error: { step: 'ship' } })
  expect(await engine.ledger(run)).toEqual(['reserve', 'release'])
  await worker.stop()
})

test('a cancellation that could not be undone is still a cancellation when it is retried', async () => {
  let broken = true
  const stay = workflowOf('stay', async (ctx) => {
    await ctx.step('call', async () => 1, {
      undo: (_, undo) => undo.step('call-off', async () => (broken ? Promise.reject(new Permanent('closed')) : 1)),
    })
    await ctx.waitFor('go')
  })
  const worker = engine.worker({ services: {}, workflows: [stay] })
  const run = await engine.start(stay, {})
  await engine.until(run, 'waiting')
  await actions.cancel(run)
  await engine.until(run, 'blocked')
  broken = false
  await engine.transaction((tx) => retryRun(tx, run))
  expect(await engine.until(run, 'canceled', 'waiting', 'completed')).toMatchObject({
    status: 'canceled',
    error: null,
  })
  await worker.stop()
})

test('a run goes back to a step: it and all that came after run again, under the same keys', async () => {
  const keys: string[] = []
  let broken = true
  const parcel = workflowOf('parcel', async (ctx) => {
    for (const name of ['pick', 'pack']) await ctx.step(name, async (key) => void keys.push(key))
    await ctx.step('ship', async () => (broken ? Promise.reject(new Permanent('no courier')) : 1))
  })
  const worker = engine.worker({ services: {}, workflows: [parcel] })
  const run = await engine.start(parcel, {})
  await engine.until(run, 'failed')
  broken = false
  await engine.transaction((tx) => retryRun(tx, run, { fromStep: 'pack' }))
  await engine.until(run, 'completed')
  expect(keys).toEqual(['pick', 'pack', 'pack'].map((name) => `${run.id}:${name}`))
  const { rows: tries } = await engine.admin.query(
    'select step, outcome from workflow_attempt where run_id = $1 order by started_at',
    [run.id],
  )
  expect(tries).toEqual([
    { step: 'pack', outcome: 'done' },
    { step: 'ship', outcome: 'failed' },
  ])
  // A person sees those and the tries that did it, which the steps themselves tell.
  const { steps } = await readTenant(engine.database.ro, run.tenantId, (tx) => getRun(tx, run.id))
  expect(steps.map(({ name, attempts }) => [name, ...attempts.map(({ outcome }) => outcome)])).toEqual([
    ['pick', 'done'],
    ['pack', 'done', 'done'],
    ['ship', 'failed', 'done'],
  ])
  await worker.stop()
})

test('a failure that the workflow had caught stays as it was when a later step is retried', async () => {
  const calls: string[] = []
  let broken = true
  const fallback = workflowOf('fallback', async (ctx) => {
    const carrier = await ctx
      .step('cheap', async () => {
        calls.push('cheap')
        throw new Permanent('full')
      })
      .catch(() => ctx.step('dear', async () => 'dear'))
    await ctx.step('ship', async () => (broken ? Promise.reject(new Permanent('strike')) : 1))
    return carrier
  })
  const worker = engine.worker({ services: {}, workflows: [fallback] })
  const run = await engine.start(fallback, {})
  await engine.until(run, 'failed')
  broken = false
  await engine.transaction((tx) => retryRun(tx, run))
  expect((await engine.until(run, 'completed', 'blocked')).output).toBe('dear')
  expect(calls).toEqual(['cheap'])
  await worker.stop()
})
