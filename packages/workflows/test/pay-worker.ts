import { connect, readTenant } from '@mainstay/db/postgres/client'
import { cancelPurchase } from '../src/cancel-purchase.ts'
import { startWorker } from '../src/engine/worker.ts'
import { payPurchase } from '../src/pay-purchase.ts'
import { payRefund } from '../src/pay-refund.ts'
import { runTransactions } from '../src/run-transaction.ts'
import { servicesFor } from './outside.ts'

// A worker process of one kind of run that kills itself at one point, as a power failure would.
const { RW_URL = '', SYSTEM_URL = '', KIND = '', POINT, SANDBOX_URL = '', SMTP_PORT, LEASE_MS } = process.env

const known = [payPurchase, payRefund, cancelPurchase]
const nameOf = (kind: string) => kind.replace(/@.*$/, '')

const rw = connect(RW_URL, { connectionsMax: 2 })
const system = connect(SYSTEM_URL, { connectionsMax: 4 })
startWorker({
  systemPool: system.pool,
  transaction: runTransactions(rw),
  services: servicesFor((tenantId, fn) => readTenant(rw, tenantId, fn), {
    url: SANDBOX_URL,
    smtpPort: Number(SMTP_PORT),
  }),
  workflows: [{ ...(known.find(({ kind }) => KIND.startsWith(nameOf(kind))) ?? payPurchase), kind: KIND }],
  lane: 'money',
  workerId: KIND,
  logger: { error: () => {} },
  leaseMs: Number(LEASE_MS),
  pollMs: 50,
  crash: (point) => {
    if (point === POINT) process.kill(process.pid, 'SIGKILL')
  },
})
setTimeout(() => process.exit(3), 25_000)
process.once('disconnect', () => process.exit(4))
