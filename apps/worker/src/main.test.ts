import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { inTenant, raw } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import { closedPort } from '@mainstay/sandbox/test/closed-port'
import { setFaults } from '@mainstay/sandbox/test/control'
import { startWorkflow } from '@mainstay/workflows/engine/run-start'
import { defineWorkflow, lanes } from '@mainstay/workflows/engine/workflow'
import { openShop, paid, type Shop } from '@mainstay/workflows/test/shop'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'

let shop: Shop
let worker: ChildProcess
let health: string
beforeAll(async () => {
  shop = await openShop()
  const port = await closedPort()
  health = `http://127.0.0.1:${port}`
  worker = startedWorker(port)
})
afterAll(async () => {
  worker.kill('SIGKILL')
  await shop.close()
})

function startedWorker(port: number): ChildProcess {
  const { urls } = shop.database
  return spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL_RW: urls.app_rw,
      DATABASE_URL_RO: urls.app_ro,
      DATABASE_URL_SYSTEM: urls.app_system,
      STRIPE_SECRET_KEY: 'sk_test_sandbox',
      STRIPE_API_BASE: shop.sandbox.url,
      SMTP_URL: `smtp://127.0.0.1:${shop.sandbox.smtpPort}`,
      MAINSTAY_WORKER_PORT: String(port),
    },
  })
}

test('the worker takes up what was placed while it was away, and tells the demo in order', async () => {
  const placed = await shop.place('pm_card_visa')
  await shop.until(placed.run, 'completed')
  expect(await shop.outcomeOf(placed)).toEqual(paid)

  const untold = () =>
    shop.look<{ untold: number; last: number; told: number }>(
      `select (select count(*)::int from outbox_event where tenant_id = $1) - count(*)::int as untold,
         max(sequence)::int as last, count(*)::int as told
       from outbox_sequence where tenant_id = $1`,
    )
  await expect.poll(async () => (await untold())[0]?.untold, { timeout: 10_000 }).toBe(0)
  const [sequence] = await untold()
  expect(sequence?.last).toBe(sequence?.told)
})

test('a run that stops is put on the queue of people, once', async () => {
  await setFaults(shop.sandbox.url, [{ operation: 'payment_intents.capture', fault: 'unauthorized', times: 1 }])
  const placed = await shop.place('pm_card_visa')
  await shop.until(placed.run, 'failed')
  const held = () =>
    shop.look(
      `select kind, subject_label, purchase_id, run_id, cause, cause_facts, status from work_item
       where tenant_id = $1 and subject_id = $2`,
      placed.run.id,
    )
  await expect.poll(held, { timeout: 10_000 }).toEqual([
    {
      kind: 'run_held',
      subject_label: 'pay-purchase',
      purchase_id: placed.purchase.id,
      run_id: placed.run.id,
      cause: 'workflow.stopped',
      cause_facts: { step: expect.stringContaining('capture'), detail: expect.stringContaining('stripe') },
      status: 'open',
    },
  ])
})

test.each(lanes)(
  'a worker looks at the lane of %s, also at a run of it that no workflow of ours starts',
  async (lane) => {
    const former = defineWorkflow({ name: `former-${lane}`, version: 1, input: z.object({}), lane }, async () => 'done')
    const run = { tenantId: shop.market.tenantId, id: v7() }
    await inTenant(shop.database.rw, writer(run.tenantId), async (tx) => {
      await startWorkflow(tx, former, { ...run, input: {} })
      await raw(
        tx,
        `update workflow_run set status = 'waiting', due_at = now() - interval '1 minute' where tenant_id = $1 and id = $2`,
        [run.tenantId, run.id],
      )
    })
    // Nobody here knows the workflow any more: it is woken, and then waits for a release that does.
    await shop.until(run, 'queued')
  },
)

test('the worker says that it is alive and what it does, and ends when it is told to', async () => {
  expect((await fetch(`${health}/healthz`)).status).toBe(200)
  expect((await fetch(`${health}/nothing`)).status).toBe(404)
  expect(await (await fetch(`${health}/metrics`)).text()).toContain('mainstay_outbound_call_duration_seconds')

  const exited = once(worker, 'exit')
  worker.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  const running = await shop.look("select id from workflow_run where tenant_id = $1 and status = 'running'")
  expect(running).toEqual([])
})
