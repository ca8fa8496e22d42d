import { connect, type Database, readTenant } from '@mainstay/db/postgres/client'
import type { RoleUrls } from '@mainstay/db/postgres/roles'
import type { LossyWire } from '@mainstay/db/test/lossy-wire'
import { idleInTransactionLimit } from '../src/engine/commit.ts'
import type { WorkerOptions } from '../src/engine/worker.ts'
import { runTransactions } from '../src/run-transaction.ts'
import type { Services } from '../src/services.ts'
import { answerTimeoutMillis } from './wire-fault.ts'

const leaseMs = 2000

/** What a worker needs of the database, with all its statements on the wire. */
export type LossyConnections = Pick<WorkerOptions<never>, 'systemPool' | 'transaction' | 'leaseMs'> & {
  read: Services['read']
  close(): Promise<void>
}

export function connectThrough({ throughWire }: LossyWire, urls: RoleUrls): LossyConnections {
  const timeouts = { answerTimeoutMillis, connectionTimeoutMillis: 2 * answerTimeoutMillis }
  const idleInTransactionTimeoutMillis = idleInTransactionLimit(leaseMs)
  const rw = connect(throughWire(urls.app_rw), { ...timeouts, idleInTransactionTimeoutMillis, connectionsMax: 2 })
  const ro = connect(throughWire(urls.app_ro), { ...timeouts, connectionsMax: 1 })
  const system = connect(throughWire(urls.app_system), { ...timeouts, connectionsMax: 4 })
  return {
    systemPool: system.pool,
    transaction: runTransactions(rw),
    leaseMs,
    read: (tenantId, fn) => readTenant(ro, tenantId, fn),
    async close() {
      await Promise.all([rw, ro, system].map((database: Database) => database.close()))
    },
  }
}
