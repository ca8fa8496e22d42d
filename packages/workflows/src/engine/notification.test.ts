import { scratchDatabase } from '@mainstay/db/test/database'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pause, type TestEngine, testEngine, workflowOf } from '../../test/engine.ts'

// Nothing is heard in another database, as behind a pooler that shares connections by the transaction.
let elsewhere: Awaited<ReturnType<typeof scratchDatabase>>
let deafPool: pg.Pool
let engine: TestEngine
beforeAll(async () => {
  engine = await testEngine()
  elsewhere = await scratchDatabase()
  deafPool = new pg.Pool({ connectionString: elsewhere.urls.app_system })
  deafPool.on('error', () => {})
})
afterAll(async () => {
  await engine.close()
  await deafPool.end()
  await elsewhere.close()
})

const greet = workflowOf('greet', (ctx) => ctx.step('greet', async () => 'hello'))
/** So rare that a run which is done in time was told of. */
const pollMs = 3_600_000

test('a worker that cannot hear says once what to set, and works by the poll', async () => {
  const worker = engine.worker({ services: {}, workflows: [greet], listenPool: deafPool, pollMs: 50 })
  const run = await engine.start(greet, {})
  await engine.until(run, 'completed')
  while (engine.logged.length === 0) await pause(50)
  expect(engine.logged).toEqual([expect.stringMatching(/LISTEN hears nothing.* DATABASE_URL_LISTEN/)])
  await worker.stop()
})

test('with a pool of its own for LISTEN a worker hears of a start as it is committed', async () => {
  const listenPool = new pg.Pool({ connectionString: engine.database.urls.app_system })
  const worker = engine.worker({ services: {}, workflows: [greet], listenPool, pollMs })
  // The first claim is made before anything is heard.
  await untilListening('workflow_bulk')
  const run = await engine.start(greet, {})
  await engine.until(run, 'completed')
  await worker.stop()
  await listenPool.end()
})

test('a listener whose connection is ended listens again and has missed nothing', async () => {
  const worker = engine.worker({ services: {}, workflows: [greet], pollMs })
  await untilListening('workflow_bulk')
  await engine.admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen workflow_bulk'",
  )
  const run = await engine.start(greet, {})
  await engine.until(run, 'completed')
  await worker.stop()
})

async function untilListening(channel: string): Promise<void> {
  const listening = "select from pg_stat_activity where datname = current_database() and query = $1 and state = 'idle'"
  while ((await engine.admin.query(listening, [`listen ${channel}`])).rowCount === 0) await pause(20)
}
