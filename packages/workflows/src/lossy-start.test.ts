import type { Tx } from '@mainstay/db/postgres/client'
import { type Fault, openLossyWire } from '@mainstay/db/test/lossy-wire'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestEngine, testEngine, workflowOf } from '../test/engine.ts'
import { inGroups } from '../test/in-groups.ts'
import { book } from '../test/ledger.ts'
import { connectThrough } from '../test/lossy-connections.ts'
import { describeFault, losses, nameStatement, refusals } from '../test/wire-fault.ts'
import { signalWorkflow, startWorkflow } from './engine/run-start.ts'

const tenantId = '00000000-0000-7000-8000-00000000000a'

let engine: TestEngine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.close())

/** Does it in a transaction whose `statement` has this fault, and again until the answer comes, as a caller does. */
async function untilAnswered(statement: string, fault: Fault, act: (tx: Tx) => Promise<unknown>): Promise<void> {
  const wire = await openLossyWire(engine.database.adminUrl, nameStatement)
  const { transaction, close } = connectThrough(wire, engine.database.urls)
  wire.arm({ statement, fault })
  try {
    for (let tries = 1; ; tries++) {
      const answered = await transaction({ tenantId, id: v7() }, act).then(
        () => true,
        (error: unknown) => {
          if (tries === 10) throw error
          return false
        },
      )
      if (answered) return
    }
  } finally {
    await wire.close()
    await close()
  }
}

const cases = ['connect', 'begin', 'start', 'signal', 'commit'].flatMap((statement) =>
  (statement === 'connect' ? losses : [...losses, ...refusals]).map((fault) => ({ statement, fault })),
)
const titleOf = ({ statement, fault }: { statement: string; fault: Fault }) => `${describeFault(fault)} at ${statement}`

test('a start that is asked for again until it is answered is one run', { timeout: 120_000 }, async () => {
  const started = workflowOf('started', (ctx) => ctx.commit('book', (tx) => book(tx, ctx.run, 'booked')))
  engine.worker({ services: {}, workflows: [started] })
  const ends = await inGroups(cases, 12, async (each) => {
    const run = { tenantId, id: v7() }
    await untilAnswered(each.statement, each.fault, (tx) => startWorkflow(tx, started, { ...run, input: {} }))
    const { status } = await engine.until(run, 'completed', 'failed', 'blocked')
    return [titleOf(each), status, await engine.ledger(run)]
  })
  expect(ends).toEqual(cases.map((each) => [titleOf(each), 'completed', ['booked']]))
})

test('a signal that is sent again until it is answered is heard once', { timeout: 120_000 }, async () => {
  const listening = workflowOf('listening', async (ctx) => [
    await ctx.waitFor('first', { signal: 'told' }),
    await ctx.waitFor('second', { signal: 'told' }),
  ])
  engine.worker({ services: {}, workflows: [listening] })
  const ends = await inGroups(cases, 12, async (each) => {
    const run = await engine.start(listening, {})
    for (const word of ['one', 'two']) {
      await untilAnswered(each.statement, each.fault, (tx) =>
        signalWorkflow(tx, run, { name: 'told', payload: word, dedupeKey: word }),
      )
    }
    const { status, output } = await engine.until(run, 'completed', 'failed', 'blocked')
    return [titleOf(each), status, output]
  })
  expect(ends).toEqual(cases.map((each) => [titleOf(each), 'completed', ['one', 'two']]))
})

test('journals that cannot be loaded for a while condemn none of the runs that were claimed together', {
  timeout: 120_000,
}, async () => {
  const resumed = workflowOf('resumed', async (ctx) => {
    await ctx.commit('one', (tx) => book(tx, ctx.run, 'one'))
    await ctx.sleepUntil('nap', Date.now() + 200)
    await ctx.commit('two', (tx) => book(tx, ctx.run, 'two'))
  })
  const wire = await openLossyWire(engine.database.adminUrl, nameStatement)
  wire.arm({ statement: 'load', times: 8, fault: { how: 'cut', reaches: true } })
  const { read: _, close, ...connections } = connectThrough(wire, engine.database.urls)
  const worker = engine.worker({ ...connections, leaseMs: 800, services: {}, workflows: [resumed] })
  const runs = await Promise.all(Array.from({ length: 5 }, () => engine.start(resumed, {})))
  const ends = await Promise.all(runs.map((run) => engine.until(run, 'completed', 'failed', 'blocked')))
  expect(ends.map(({ status, error }) => ({ status, error }))).toEqual(
    runs.map(() => ({ status: 'completed', error: null })),
  )
  expect(await Promise.all(runs.map((run) => engine.ledger(run)))).toEqual(runs.map(() => ['one', 'two']))
  expect(wire.struck()).toBe(8)
  await worker.stop(0)
  await wire.close()
  await close()
})
