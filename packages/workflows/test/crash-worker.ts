import { writeSync } from 'node:fs'
import { connect } from '@mainstay/db/postgres/client'
import { startWorker } from '../src/engine/worker.ts'
import { runTransactions } from '../src/run-transaction.ts'
import { sagaOf } from './saga.ts'

// A worker process that signals itself at one visit to one point, and lives on only if the signal is SIGSTOP.
const { RW_URL = '', SYSTEM_URL = '', SAGA = '', POINT, VISIT, SIGNAL, LEASE_MS } = process.env
const leaseMs = Number(LEASE_MS)
const name = `crash-${SAGA}`

let visits = 0
function crash(point: string) {
  if (point !== POINT) return
  visits++
  if (visits !== Number(VISIT)) return
  writeSync(1, 'here')
  process.kill(process.pid, SIGNAL)
}

const rw = connect(RW_URL, { connectionsMax: 2 })
const system = connect(SYSTEM_URL, { connectionsMax: 4 })
startWorker({
  systemPool: system.pool,
  transaction: runTransactions(rw),
  services: {
    async call(key, where) {
      crash(`in:${where}`)
      await system.pool.query('insert into outside_call (key, who) values ($1, $2)', [key, name])
      crash(`mid:${where}`)
      return key
    },
  },
  workflows: [sagaOf(Number(SAGA))],
  lane: 'bulk',
  workerId: name,
  logger: { error: () => {} },
  leaseMs,
  pollMs: 50,
  crash,
})
setTimeout(() => process.exit(3), 25_000)
process.once('disconnect', () => process.exit(4))
