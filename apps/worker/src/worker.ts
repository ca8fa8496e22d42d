import { setTimeout as pause } from 'node:timers/promises'
import { type RunMoved, tellRunsMoved } from '@mainstay/db/outbox/channel'
import { relayOutbox } from '@mainstay/db/outbox/relay'
import { type Database, readTenant } from '@mainstay/db/postgres/client'
import { createSmtpMailer } from '@mainstay/integrations/mail/smtp'
import { createStripeGateway } from '@mainstay/integrations/payments/stripe'
import { createResilience } from '@mainstay/integrations/resilience'
import type { Logger } from '@mainstay/telemetry/logger'
import { applyProviderEvent, applyProviderEventAsBefore } from '@mainstay/workflows/apply-provider-event'
import { cancelPurchase } from '@mainstay/workflows/cancel-purchase'
import { startWorker } from '@mainstay/workflows/engine/worker'
import { type Lane, lanes, type RunnableWorkflow } from '@mainstay/workflows/engine/workflow'
import { expireRefunds } from '@mainstay/workflows/expire-refunds'
import { lapsePurchases } from '@mainstay/workflows/lapse-purchases'
import { payPurchase } from '@mainstay/workflows/pay-purchase'
import { payRefund } from '@mainstay/workflows/pay-refund'
import { proveLedgers } from '@mainstay/workflows/prove-ledgers'
import { reportStalled } from '@mainstay/workflows/report-stalled'
import { runTransactions } from '@mainstay/workflows/run-transaction'
import type { Services } from '@mainstay/workflows/services'
import type { WorkerConfig } from './env.ts'
import { createHeldRunReport } from './held-run.ts'

export type WorkerParts = {
  /** Signed in as app_rw: what commits write. */
  rw: Database
  /** Signed in as app_ro: what steps read. */
  ro: Database
  /** Signed in as app_system: the engine's tables and the outbox. */
  system: Database
  /** Signed in as app_system too, where `system` goes through a pooler: straight to PostgreSQL, for LISTEN. */
  listening?: Database | undefined
  config: WorkerConfig
  workerId: string
  logger: Logger
  leaseMs: number
  clock?: () => Date
  /** All of them, unless the caller wraps them. */
  workflows?: readonly RunnableWorkflow<Services>[]
}

/** Every workflow there is; each says which lane it runs in. */
export const allWorkflows: readonly RunnableWorkflow<Services>[] = [
  payPurchase,
  payRefund,
  cancelPurchase,
  applyProviderEvent,
  applyProviderEventAsBefore,
]

// Events are told soon, not at once: nobody's request waits for it.
const relayEveryMs = 250
const lapseEveryMs = 15_000
const expireEveryMs = 60_000
const stalledEveryMs = 60_000
// How often it is looked whose proof is due; each is, once a night.
const proveEveryMs = 300_000

/** Runs all lanes, the outbox relay, the lapse of unpaid purchases, the end of undecided refunds, the look for what stands still and the proof of the books. `stop` ends the steps in hand and gives the runs back. */
export function runWorker(parts: WorkerParts): { stop(): Promise<void> } {
  const { rw, ro, system, config, logger, clock = () => new Date(), workflows = allWorkflows } = parts
  const services = servicesOf(parts, clock)
  const startLane = (lane: Lane) =>
    startWorker({
      systemPool: system.pool,
      listenPool: parts.listening?.pool,
      transaction: runTransactions(rw, clock),
      services,
      workflows,
      lane,
      workerId: `${parts.workerId}/${lane}`,
      logger,
      concurrency: config.concurrency,
      leaseMs: parts.leaseMs,
      onHeld: createHeldRunReport(rw, clock),
      onMoved: ({ tenantId, id }) => void moved.push({ tenantId, runId: id }),
    })
  const moved: RunMoved[] = []
  const workers = lanes.map(startLane)
  const repeating = [
    startRepeating({ what: 'the outbox relay', everyMs: relayEveryMs, work: () => relayOutbox(system), logger }),
    startRepeating({
      what: 'telling which runs moved',
      everyMs: relayEveryMs,
      work: () => tellRunsMoved(system.pool, moved.splice(0)).then(() => 0),
      logger,
    }),
    startRepeating({
      what: 'the lapse of unpaid purchases',
      everyMs: lapseEveryMs,
      work: () => lapsePurchases({ rw, ro, system, now: clock() }),
      logger,
    }),
    startRepeating({
      what: 'the end of undecided refunds',
      everyMs: expireEveryMs,
      work: () => expireRefunds({ rw, ro, system, now: clock() }),
      logger,
    }),
    startRepeating({
      what: 'the look for what stands still',
      everyMs: stalledEveryMs,
      work: () => reportStalled({ rw, system, now: clock() }),
      logger,
    }),
    startRepeating({
      what: 'the proof of the books',
      everyMs: proveEveryMs,
      work: () => proveLedgers({ rw, ro, system, now: clock() }),
      logger,
    }),
  ]

  return {
    async stop() {
      await Promise.all([
        ...repeating.map((each) => each.stop()),
        ...workers.map((worker) => worker.stop(config.graceMs)),
      ])
    },
  }
}

function servicesOf({ ro, config }: WorkerParts, clock: () => Date): Services {
  const resilience = createResilience()
  return {
    gateway: createStripeGateway(config.stripe, resilience),
    mailer: createSmtpMailer(config.smtp, resilience),
    read: (tenantId, fn) => readTenant(ro, tenantId, fn),
    clock,
    config: config.workflows,
  }
}

type Repeating = { what: string; everyMs: number; work: () => Promise<number>; logger: Logger }

/** Does it again at once while there is more, and else after a while. What fails is tried again then. */
function startRepeating({ what, everyMs, work, logger }: Repeating): { stop(): Promise<void> } {
  const stopping = new AbortController()
  async function loop() {
    while (!stopping.signal.aborted) {
      const done = await work().catch((error: unknown) => {
        logger.error({ err: error }, `${what} failed`)
        return 0
      })
      if (done === 0) await pause(everyMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const looped = loop()
  return {
    async stop() {
      stopping.abort()
      await looped
    },
  }
}
