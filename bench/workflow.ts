import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk'
import { connect, inTenant, raw } from '@mainstay/db/postgres/client'
import { migrate } from '@mainstay/db/postgres/migrate'
import { bootstrapRoles } from '@mainstay/db/postgres/roles'
import { writer } from '@mainstay/db/test/writer'
import { idleInTransactionLimit } from '@mainstay/workflows/engine/commit'
import { startWorkflow } from '@mainstay/workflows/engine/run-start'
import { startWorker } from '@mainstay/workflows/engine/worker'
import type { Workflow } from '@mainstay/workflows/engine/workflow'
import { runTransactions } from '@mainstay/workflows/run-transaction'
import pg from 'pg'
import { v7 } from 'uuid'

export interface Measure {
  name: string
  value: number
  unit: string
  against: string
}

interface Contender {
  /** Workflows per second: a backlog of `RUNS`, worked off at `CONCURRENCY`. */
  drain(round: number): Promise<number>
  close(): Promise<void>
}

const RUNS = 400
const ROUNDS = 5
const CONCURRENCY = 50
const LEASE_MS = 30_000
const TENANTS = Array.from({ length: 10 }, () => v7())

/**
 * Four-step workflows per second, one step a database transaction, against DBOS and against the least a fenced journal
 * could do. `url` is a superuser's; two databases are made and dropped. Rounds are interleaved, ratios are their median.
 */
export async function benchWorkflow(url: string): Promise<Measure[]> {
  const suffix = randomBytes(4).toString('hex')
  const ours = `bench_workflow_${suffix}`
  const theirs = `bench_dbos_${suffix}`
  const server = new pg.Client({ connectionString: url })
  await server.connect()
  await server.query(`create database ${ours}`)
  await server.query(`create database ${theirs}`)
  const contenders = {
    journal: await journal(databaseUrl(url, ours)),
    floor: await floor(databaseUrl(url, ours)),
    dbos: await dbos(databaseUrl(url, theirs)),
  }
  try {
    for (const contender of Object.values(contenders)) await contender.drain(0)
    const rounds: { journal: number; floor: number; dbos: number }[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      rounds.push({
        journal: await contenders.journal.drain(round),
        floor: await contenders.floor.drain(round),
        dbos: await contenders.dbos.drain(round),
      })
    }
    const over = (against: 'dbos' | 'floor') => median(rounds.map((round) => round.journal / round[against]))
    return [
      { name: 'workflow/s', value: median(rounds.map((round) => round.journal)), unit: 'wf/s', against: '' },
      { name: 'workflow/dbos', value: over('dbos'), unit: 'x', against: 'DBOS 5.3, its commit a plain step' },
      { name: 'workflow/floor', value: over('floor'), unit: 'x', against: 'one fenced INSERT per step' },
    ]
  } finally {
    for (const contender of Object.values(contenders)) await contender.close()
    await server.query(`drop database ${ours} with (force)`)
    await server.query(`drop database ${theirs} with (force)`)
    await server.end()
  }
}

async function journal(url: string): Promise<Contender> {
  await bootstrapRoles(url, {})
  await migrate(asRole(url, 'app_migrator'))
  const admin = connect(url, { connectionsMax: 2 })
  await admin.pool.query(`create table effect (tenant_id uuid not null, run_id uuid not null);
    grant insert on effect to app_rw`)
  const rw = connect(asRole(url, 'app_rw'), {
    connectionsMax: 20,
    idleInTransactionTimeoutMillis: idleInTransactionLimit(LEASE_MS),
  })
  const system = connect(asRole(url, 'app_system'), { connectionsMax: 20 })

  let finished = 0
  const four: Workflow<unknown, object> = {
    kind: 'four@1',
    lane: 'bulk',
    onFailure: 'hold',
    check: () => {},
    open: () => async (ctx) => {
      await ctx.step('one', async () => 1)
      await ctx.commit('two', (tx) =>
        raw(tx, 'insert into effect values ($1, $2)', [ctx.run.tenantId, ctx.run.id]).then(() => 2),
      )
      await ctx.step('three', async () => 3)
      await ctx.step('four', async () => 4)
      finished++
    },
  }
  return {
    async drain() {
      for (let i = 0; i < RUNS; i += 20) {
        const tenantId = TENANTS[(i / 20) % TENANTS.length] ?? ''
        await inTenant(rw, writer(tenantId), async (tx) => {
          for (let k = 0; k < 20; k++) await startWorkflow(tx, four, { tenantId, id: v7(), input: {} })
        })
      }
      finished = 0
      const begun = performance.now()
      const worker = startWorker({
        systemPool: system.pool,
        transaction: runTransactions(rw),
        services: {},
        workflows: [four],
        lane: 'bulk',
        workerId: 'bench',
        logger: { error: (fields, message) => console.error(message, fields) },
        concurrency: CONCURRENCY,
        leaseMs: LEASE_MS,
        perTenant: 1000,
      })
      // The last runs are counted when they end; their last journal write is waited for.
      while (finished < RUNS || (await unfinished(admin.pool)) > 0) await pause(5)
      const rate = (RUNS / (performance.now() - begun)) * 1000
      await worker.stop()
      return rate
    },
    close: async () => {
      await Promise.all([rw.close(), system.close(), admin.close()])
    },
  }
}

async function unfinished(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from workflow_run where status in ('queued', 'running')`,
  )
  return rows[0]?.n ?? 0
}

async function floor(url: string): Promise<Contender> {
  const pool = new pg.Pool({ connectionString: url, max: 20 })
  // DROP DATABASE cuts what is still idle.
  pool.on('error', () => {})
  await pool.query(`create table floor_run (id uuid primary key, status text not null, owner int not null);
    create table floor_step (run_id uuid, n int, name text, output jsonb, at timestamptz default now(), primary key (run_id, n));
    create table floor_effect (run_id uuid not null)`)
  const step = {
    name: 'floor_step',
    text: `with owned as (select from floor_run where id = $1 and owner = 1 for no key update)
      insert into floor_step (run_id, n, name, output) select $1, $2, $3, $4 from owned on conflict do nothing`,
  }
  const effect = { name: 'floor_effect', text: 'insert into floor_effect values ($1)' }
  const finish = { name: 'floor_finish', text: `update floor_run set status = 'completed' where id = $1 and owner = 1` }

  async function commit(id: string) {
    const client = await pool.connect()
    await client.query('begin')
    await client.query({ ...effect, values: [id] })
    await client.query({ ...step, values: [id, 1, 'two', '2'] })
    await client.query('commit')
    client.release()
  }
  async function run(id: string) {
    await pool.query({ ...step, values: [id, 0, 'one', '1'] })
    await commit(id)
    await pool.query({ ...step, values: [id, 2, 'three', '3'] })
    await pool.query({ ...step, values: [id, 3, 'four', '4'] })
    await pool.query({ ...finish, values: [id] })
  }
  return {
    async drain() {
      const ids = Array.from({ length: RUNS }, () => v7())
      await pool.query(`insert into floor_run select id, 'running', 1 from unnest($1::uuid[]) id`, [ids])
      const begun = performance.now()
      await Promise.all(
        Array.from({ length: CONCURRENCY }, async () => {
          for (let id = ids.pop(); id !== undefined; id = ids.pop()) await run(id)
        }),
      )
      return (RUNS / (performance.now() - begun)) * 1000
    },
    close: () => pool.end(),
  }
}

async function dbos(url: string): Promise<Contender> {
  const pool = new pg.Pool({ connectionString: url, max: 20 })
  // DROP DATABASE cuts what is still idle.
  pool.on('error', () => {})
  await pool.query('create table effect (run_id text not null)')
  let finished = 0
  DBOS.registerWorkflow(
    async (id: string) => {
      await DBOS.runStep(async () => 1, { name: 'one' })
      // A plain step, so at least once only: cheaper than its transactional data source.
      await DBOS.runStep(() => pool.query('insert into effect values ($1)', [id]).then(() => 2), { name: 'two' })
      await DBOS.runStep(async () => 3, { name: 'three' })
      await DBOS.runStep(async () => 4, { name: 'four' })
      finished++
    },
    { name: 'four' },
  )
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: url,
    applicationVersion: '1',
    logLevel: 'error',
    systemDatabasePoolSize: 20,
  })
  await DBOS.launch()
  await DBOS.shutdown()
  const client = await DBOSClient.create({ systemDatabaseUrl: url })
  return {
    async drain(round) {
      const queueName = `queue-${round}`
      const ids = Array.from({ length: RUNS }, () => v7())
      for (let i = 0; i < RUNS; i += 20) {
        await Promise.all(
          ids.slice(i, i + 20).map((id) => client.enqueue({ workflowName: 'four', queueName, workflowID: id }, id)),
        )
      }
      finished = 0
      // Down between rounds: its polling would slow the others.
      await DBOS.launch()
      const begun = performance.now()
      await DBOS.registerQueue(queueName, { workerConcurrency: CONCURRENCY, minPollingIntervalMs: 50 })
      while (finished < RUNS) await pause(5)
      const rate = (RUNS / (performance.now() - begun)) * 1000
      await pause(200)
      await DBOS.shutdown()
      return rate
    },
    async close() {
      await client.destroy()
      await pool.end()
    },
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function databaseUrl(url: string, database: string): string {
  const named = new URL(url)
  named.pathname = `/${database}`
  return named.href
}

/** The superuser's session, with the rights and the row security of a role. */
function asRole(url: string, role: string): string {
  const named = new URL(url)
  named.searchParams.set('options', `-c role=${role}`)
  return named.href
}
