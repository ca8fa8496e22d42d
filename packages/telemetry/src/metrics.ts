import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export const registry = new Registry()
collectDefaultMetrics({ register: registry, prefix: 'mainstay_' })

const procedureDuration = new Histogram({
  name: 'mainstay_procedure_duration_seconds',
  help: 'Time per API procedure, by outcome (ok, refused, denied, invalid, fault, bug).',
  labelNames: ['procedure', 'outcome'],
  buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5],
  registers: [registry],
})

const outboundDuration = new Histogram({
  name: 'mainstay_outbound_call_duration_seconds',
  help: 'Time per call to an outside provider, retries included, by outcome (ok or the kind of fault).',
  labelNames: ['provider', 'operation', 'outcome'],
  buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 40],
  registers: [registry],
})

const transactionConflicts = new Counter({
  name: 'mainstay_transaction_conflicts_total',
  help: 'Transactions that ran into another one, by SQLSTATE (40P01 is a deadlock, 23505 a number drawn twice). They run again, and should be rare.',
  labelNames: ['code'],
  registers: [registry],
})

const poolConnections = new Gauge({
  name: 'mainstay_pool_connections',
  help: 'Database connections by pool and state (total, idle), and requests waiting for one.',
  labelNames: ['pool', 'state'],
  registers: [registry],
  collect() {
    for (const [pool, read] of pools) {
      for (const [state, count] of Object.entries(read())) this.set({ pool, state }, count)
    }
  },
})

type PoolCounts = { total: number; idle: number; waiting: number }
const pools = new Map<string, () => PoolCounts>()

export function observeProcedure(labels: { procedure: string; outcome: string }, seconds: number): void {
  procedureDuration.observe(labels, seconds)
}

export function observeOutboundCall(
  labels: { provider: string; operation: string; outcome: string },
  seconds: number,
): void {
  outboundDuration.observe(labels, seconds)
}

export function countConflict(code: string): void {
  transactionConflicts.inc({ code })
}

/** Reads the pool at each scrape; the returned function stops that. */
export function watchPool(name: string, read: () => PoolCounts): () => void {
  pools.set(name, read)
  return () => {
    pools.delete(name)
    for (const state of ['total', 'idle', 'waiting']) poolConnections.remove({ pool: name, state })
  }
}

/** The registry in Prometheus text format; serve it with `registry.contentType`. */
export function metricsText(): Promise<string> {
  return registry.metrics()
}
