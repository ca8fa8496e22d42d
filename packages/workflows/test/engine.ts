import { inTenant, type Tx } from '@mainstay/db/postgres/client'
import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import { writer } from '@mainstay/db/test/writer'
import pg from 'pg'
import { v7 } from 'uuid'
import { z } from 'zod'
import { startWorkflow } from '../src/engine/run-start.ts'
import { startWorker, type Worker, type WorkerOptions } from '../src/engine/worker.ts'
import { defineWorkflow, type RunRef, type Workflow, type WorkflowContext } from '../src/engine/workflow.ts'
import { runTransactions } from '../src/run-transaction.ts'

const TENANT = '00000000-0000-7000-8000-00000000000a'

export interface RunState {
  status: string
  undo: string | null
  output: unknown
  error: { code?: string; message?: string; step?: string } | null
  epoch: number
  crashes: number
  waiting_for: string[] | null
  worker: string | null
}

export interface TestEngine {
  database: TestDatabase
  /** The superuser's connection, for looking and for making trouble. */
  admin: pg.Pool
  worker<Services = unknown>(
    options: Partial<WorkerOptions<Services>> & Pick<WorkerOptions<Services>, 'workflows' | 'services'>,
  ): Worker
  transaction: <R>(fn: (tx: Tx) => Promise<R>, tenantId?: string) => Promise<R>
  start<Input>(workflow: Workflow<never, Input>, input: Input, tenantId?: string): Promise<RunRef>
  state(run: RunRef): Promise<RunState>
  until(run: RunRef, ...statuses: string[]): Promise<RunState>
  steps(run: RunRef): Promise<{ name: string; status: string; attempt: number }[]>
  ledger(run: RunRef): Promise<string[]>
  logged: string[]
  close(): Promise<void>
}

const LEDGER = `
create table ledger (tenant_id uuid not null, run_id uuid not null, entry text not null, id bigint generated always as identity);
create table outside_call (key text not null, who text not null, id bigint generated always as identity);
grant select, insert on ledger, outside_call to app_rw, app_system`

/** A database with the engine's tables and a ledger for effects, and workers that are stopped when the file ends. */
export async function testEngine(): Promise<TestEngine> {
  const database = await testDatabase({ idleInTransactionTimeoutMillis: 5000, connectionsMax: 20 })
  const admin = new pg.Pool({ connectionString: database.adminUrl, max: 4 })
  admin.on('error', () => {})
  await admin.query(LEDGER)
  const workers: Worker[] = []
  const logged: string[] = []

  const transaction: TestEngine['transaction'] = (fn, tenantId = TENANT) => inTenant(database.rw, writer(tenantId), fn)
  const state = async ({ tenantId, id }: RunRef) => {
    const { rows } = await admin.query<RunState>('select * from workflow_run where tenant_id = $1 and id = $2', [
      tenantId,
      id,
    ])
    const [row] = rows
    if (row === undefined) throw new Error(`no run ${id}`)
    return row
  }

  return {
    database,
    admin,
    transaction,
    state,
    logged,
    worker(options) {
      const worker = startWorker({
        systemPool: database.system.pool,
        transaction: runTransactions(database.rw),
        lane: 'bulk',
        workerId: `worker-${workers.length}`,
        logger: { error: (fields, message) => logged.push(`${message} ${String(Reflect.get(fields, 'err'))}`) },
        leaseMs: 8000,
        pollMs: 50,
        ...options,
      })
      workers.push(worker)
      return worker
    },
    async start(workflow, input, tenantId = TENANT) {
      const run = { tenantId, id: v7() }
      await transaction((tx) => startWorkflow(tx, workflow, { ...run, input }), tenantId)
      return run
    },
    async until(run, ...statuses) {
      for (const deadline = Date.now() + 20_000; ; await pause(15)) {
        const current = await state(run)
        if (statuses.includes(current.status)) return current
        if (Date.now() > deadline) throw new Error(`run is ${JSON.stringify(current)}, not ${statuses.join(' or ')}`)
      }
    },
    async steps({ tenantId, id }) {
      const { rows } = await admin.query<{ name: string; status: string; attempt: number }>(
        'select name, status, attempt from workflow_step where tenant_id = $1 and run_id = $2 order by ended_at',
        [tenantId, id],
      )
      return rows
    },
    async ledger({ tenantId, id }) {
      const { rows } = await admin.query<{ entry: string }>(
        'select entry from ledger where tenant_id = $1 and run_id = $2 order by id',
        [tenantId, id],
      )
      return rows.map(({ entry }) => entry)
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.stop(2000)))
      await admin.end()
      await database.close()
    },
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

export type Body = (ctx: WorkflowContext) => Promise<unknown>

/** A workflow without input, in the bulk lane. */
export function workflowOf(
  name: string,
  body: Body,
  { onFailure = 'hold', version = 1 }: { onFailure?: 'hold' | 'undo'; version?: number } = {},
): Workflow<unknown, Record<string, never>> {
  return defineWorkflow({ name, version, input: z.object({}), lane: 'bulk', onFailure }, body)
}
