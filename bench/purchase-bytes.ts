import { setTimeout as pause } from 'node:timers/promises'
import { relayOutbox } from '@mainstay/db/outbox/relay'
import { connect, readTenant } from '@mainstay/db/postgres/client'
import { spawnSandbox } from '@mainstay/sandbox/test/spawn-sandbox'
import { startWorker } from '@mainstay/workflows/engine/worker'
import { payPurchase } from '@mainstay/workflows/pay-purchase'
import { runTransactions } from '@mainstay/workflows/run-transaction'
import { servicesFor } from '@mainstay/workflows/test/outside'
import type pg from 'pg'
import { buyers } from './basket.ts'
import { childServer } from './child-server.ts'
import { openBenchMarket } from './market.ts'
import { placeOverHttp } from './place-over-http.ts'
import { type Measure, perSecond } from './rounds.ts'

const times = 500
const clients = 10
/** How many are bought between two vacuums, which a running database has all the time: what it frees is used again. */
const betweenVacuums = 50

/** What a purchase of two offers leaves on disk once it is paid and told of, with all its indexes: from table sizes. */
export async function benchPurchaseBytes(serverUrl: string): Promise<Measure[]> {
  const bench = await openBenchMarket(serverUrl)
  const system = connect(bench.urls.app_system)
  const admin = connect(bench.adminUrl, { connectionsMax: 1 })
  const sandbox = await spawnSandbox()
  const api = await childServer('serve-api.ts', {
    DATABASE_URL_RW: bench.urls.app_rw,
    DATABASE_URL_RO: bench.urls.app_ro,
  })
  const worker = startWorker({
    systemPool: system.pool,
    transaction: runTransactions(bench.rw),
    services: servicesFor((tenantId, fn) => readTenant(bench.ro, tenantId, fn), sandbox),
    workflows: [payPurchase],
    lane: 'money',
    workerId: 'bench',
    logger: { error: (fields, message) => console.error(message, fields) },
  })
  let bought = 0
  const buy = async (count: number) => {
    for (const until = bought + count; bought < until; bought += betweenVacuums) {
      await perSecond(betweenVacuums, clients, (index) => placeOverHttp(api.url, bench, bought + index))
      while ((await unfinished(admin.pool)) > 0) await pause(50)
      await relayOutbox(system)
      await admin.pool.query('vacuum')
    }
    return sizes(admin.pool)
  }
  try {
    // Every buyer is known, and every table has its first pages.
    const before = await buy(buyers + 100)
    const after = await buy(times)
    const each = (part: keyof typeof after) => (after[part] - before[part]) / times
    return [
      { name: 'purchase.bytes', value: each('all'), unit: 'B', against: '' },
      { name: 'purchase.bytes.journal', value: each('journal'), unit: 'B', against: '' },
    ]
  } finally {
    await worker.stop()
    await Promise.all([api.stop(), sandbox.stop(), system.close(), admin.close()])
    await bench.close()
  }
}

async function unfinished(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    "select count(*)::int as count from workflow_run where status in ('queued', 'running')",
  )
  return rows[0]?.count ?? 0
}

async function sizes(pool: pg.Pool): Promise<{ all: number; journal: number }> {
  const { rows } = await pool.query<{ all: number; journal: number }>(
    `select sum(pg_total_relation_size(oid))::float8 as all,
       sum(pg_total_relation_size(oid)) filter (where relname like 'workflow%')::float8 as journal
     from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('no table has a size')
  return row
}
