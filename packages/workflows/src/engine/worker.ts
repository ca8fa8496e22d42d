import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { type Claimed, createClaim, runKey } from './claim.ts'
import { createExecution, type Execution } from './execution.ts'
import { isConnectionLost } from './failure.ts'
import { type OnHeld, reportHeldRuns } from './held-run.ts'
import { createIdleLimit } from './idle-limit.ts'
import { createJournal } from './journal.ts'
import type { JournalOperation } from './journal-entry.ts'
import { renewLeases } from './lease.ts'
import { listen } from './notification.ts'
import { type ExecutionHost, macrotask, type OpenTransaction } from './run-in-hand.ts'
import { type JournalAnswer, SWEEP } from './sql.ts'
import { query } from './statement.ts'
import type { Lane, RunnableWorkflow } from './workflow.ts'

export interface WorkerLogger {
  error(fields: object, message: string): void
}

export interface WorkerOptions<Services> {
  /** Signed in as app_system, with a connection to spare for LISTEN. */
  systemPool: pg.Pool
  /** Where its connections keep idle transactions longer than `idleInTransactionLimit(leaseMs)`, a commit costs a statement more. */
  transaction: OpenTransaction
  services: Services
  workflows: readonly RunnableWorkflow<Services>[]
  lane: Lane
  workerId: string
  logger: WorkerLogger
  /** Runs in hand at once. */
  concurrency?: number
  /** Of those of all workers together, how many may be one tenant's: soft, concurrent claims can overshoot it. */
  perTenant?: number
  /** A dead worker's runs are taken over after this, plus one poll. */
  leaseMs?: number
  pollMs?: number
  onHeld?: OnHeld
  /** For tests: called with the name of each point at which a crash makes a difference. */
  crash?: (point: string) => void
}

export interface Worker {
  /** Finishes the steps in hand, up to `graceMs`, and gives the runs back. */
  stop(graceMs?: number): Promise<void>
}

const TAKEOVERS_MAX = 5

/** Works off one lane. The engine's tables are the queue: any number of workers may share a lane. */
export function startWorker<Services>(options: WorkerOptions<Services>): Worker {
  const { systemPool: pool, lane, logger, services, workflows, onHeld } = options
  const { concurrency = 50, perTenant = 50, leaseMs = 30_000, pollMs = 1000, crash = () => {} } = options
  const byKind = new Map(workflows.filter((workflow) => workflow.lane === lane).map((each) => [each.kind, each]))
  const kinds = [...byKind.keys()]
  const claim = createClaim(pool, { lane, kinds, leaseMs, perTenant, workerId: options.workerId })
  const writeJournal = createJournal(pool)
  const active = new Map<string, Execution>()
  const host: ExecutionHost = {
    pool,
    transaction: options.transaction,
    limitIdle: createIdleLimit(leaseMs),
    write,
    crash,
  }
  const timers = new Set<NodeJS.Timeout>()
  let stopped = false
  let wake = () => {}

  /** Asks again over a lost connection for as long as the lease lasts. */
  async function write(operation: JournalOperation, until: () => number): Promise<JournalAnswer | undefined> {
    for (let ms = 50; ; ms = Math.min(ms * 2, 400)) {
      try {
        return await writeJournal(operation)
      } catch (error) {
        if (!isConnectionLost(error) || performance.now() + ms > until()) throw error
        await pause(ms)
      }
    }
  }

  function adopt(claimed: Claimed) {
    const workflow = byKind.get(claimed.run.kind)
    if (workflow === undefined) throw new Error(`claimed a run of ${claimed.run.kind}, which this worker does not have`)
    const key = runKey(claimed.run.tenant_id, claimed.run.id)
    // Our own older self had lost its lease.
    active.get(key)?.hand.halt()
    const execution = createExecution(host, workflow, services, claimed)
    active.set(key, execution)
    void follow(key, execution)
  }

  async function follow(key: string, execution: Execution) {
    try {
      await execution.drive()
    } catch (error) {
      await giveUp(execution, error)
    }
    execution.hand.halt()
    if (active.get(key) === execution) active.delete(key)
    // Claims are made for several runs at once.
    if (active.size <= concurrency * 0.75) setImmediate(() => wake())
  }

  /** After database trouble: hands the run back as soon as the database answers, or lets the lease end. */
  async function giveUp({ hand }: Execution, error: unknown) {
    if (!isConnectionLost(error)) logger.error({ err: error, run: hand.run.id }, 'a run was given back')
    const steps = await hand.writes.take()
    for (let ms = 100; performance.now() < hand.leaseEnd && !stopped; ms *= 1.5) {
      await pause(ms * (0.5 + Math.random()))
      const given = await writeJournal(hand.operation(steps, { to: 'queued' })).then(
        () => true,
        () => false,
      )
      if (given) return
    }
  }

  function every(ms: number, what: string, work: () => Promise<void>) {
    const timer = setTimeout(() => void round(), ms * (0.8 + 0.4 * Math.random()))
    timers.add(timer)

    async function round() {
      timers.delete(timer)
      await work().catch((error: unknown) => logger.error({ err: error, lane }, `workflow ${what} failed`))
      if (!stopped) every(ms, what, work)
    }
  }

  async function claimLoop() {
    while (!stopped) {
      let woken = false
      const slept = Promise.withResolvers<void>()
      wake = () => {
        woken = true
        slept.resolve()
      }
      const free = concurrency - active.size
      const claimed = free > 0 ? await claimSome(free) : 0
      if (woken || (free > 0 && claimed === free)) {
        await macrotask()
        continue
      }
      const timer = setTimeout(() => wake(), pollMs * (0.8 + 0.4 * Math.random()))
      await slept.promise
      clearTimeout(timer)
    }
  }

  async function claimSome(free: number): Promise<number> {
    try {
      const claimed = await claim(free)
      for (const each of claimed) adopt(each)
      return claimed.length
    } catch (error) {
      logger.error({ err: error, lane }, 'workflow claim failed')
      return 0
    }
  }

  const listener = listen(pool, lane, () => wake())
  const looped = claimLoop()
  every(pollMs, 'sweep', async () => {
    const swept = await query(pool, SWEEP, [TAKEOVERS_MAX, lane])
    if (swept.length > 0) wake()
  })
  every(leaseMs / 3, 'lease renewal', () => renewLeases(pool, [...active.values()], leaseMs))
  if (onHeld !== undefined) every(pollMs * 4, 'report of held runs', () => reportHeldRuns(pool, lane, onHeld))

  return {
    async stop(graceMs = 5000) {
      stopped = true
      wake()
      for (const timer of timers) clearTimeout(timer)
      const until = performance.now() + graceMs
      await looped
      for (const execution of active.values()) execution.giveBack()
      while (active.size > 0 && performance.now() < until) await pause(10)
      listener.stop()
    },
  }
}
