import { setTimeout as pause } from 'node:timers/promises'
import { isConnectionLost } from '@mainstay/db/postgres/connection-lost'
import { listen } from '@mainstay/db/postgres/listen'
import type pg from 'pg'
import type { ActiveRun, ExecutionHost, OpenTransaction } from './active-run.ts'
import { type Claimed, createClaims, renewLeases, runKey } from './claim.ts'
import { createIdleLimit } from './commit.ts'
import { createExecution, type Execution } from './execution.ts'
import { isUnwritable } from './failure.ts'
import { type OnHeld, reportHeldRuns, reportUnclaimedRuns } from './held-run.ts'
import { createJournal, macrotask } from './journal.ts'
import { SWEEP } from './sql.ts'
import { query } from './statement.ts'
import type { Lane, RunnableWorkflow, RunRef } from './workflow.ts'

export interface WorkerLogger {
  error(fields: object, message: string): void
}

export interface WorkerOptions<Services> {
  /** Signed in as app_system. */
  systemPool: pg.Pool
  /** Whose connections are its own for as long as it keeps one: LISTEN hears nothing behind a pooler. `systemPool` by default. */
  listenPool?: pg.Pool | undefined
  /** Where its connections keep idle transactions longer than `idleInTransactionLimit(leaseMs)`, a commit costs a statement more. */
  transaction: OpenTransaction
  services: Services
  workflows: readonly RunnableWorkflow<Services>[]
  lane: Lane
  workerId: string
  logger: WorkerLogger
  /** Runs at once. */
  concurrency?: number
  /** Of those of all workers together, how many may be one tenant's: soft, concurrent claims can overshoot it. */
  perTenant?: number
  /** A dead worker's runs are taken over after this, plus one poll. */
  leaseMs?: number
  pollMs?: number
  /** A run of a kind that no worker has is reported after this. */
  unclaimedMs?: number
  onHeld?: OnHeld
  /** Called whenever something of a run was written down. */
  onMoved?: (run: RunRef) => void
  /** For tests: called with the name of each point at which a crash makes a difference. */
  crash?: (point: string) => void
}

export interface Worker {
  /** Finishes the steps under way, up to `graceMs`, and gives the runs back. */
  stop(graceMs?: number): Promise<void>
}

const TAKEOVERS_MAX = 5
const DEAF =
  'LISTEN hears nothing, so runs wait for the next poll; behind a pooler set DATABASE_URL_LISTEN, straight to PostgreSQL'

/** Works off one lane. The engine's tables are the queue: any number of workers may share a lane. */
export function startWorker<Services>(options: WorkerOptions<Services>): Worker {
  const { systemPool: pool, lane, logger, services, workflows, onHeld } = options
  const { concurrency = 50, perTenant = 50, leaseMs = 30_000, pollMs = 1000, unclaimedMs = 300_000 } = options
  const byKind = new Map(workflows.filter((workflow) => workflow.lane === lane).map((each) => [each.kind, each]))
  const kinds = [...byKind.keys()]
  const claims = createClaims(pool, { lane, kinds, leaseMs, perTenant, workerId: options.workerId })
  const executions = new Map<string, Execution>()
  const host: ExecutionHost = {
    pool,
    transaction: options.transaction,
    limitIdle: createIdleLimit(leaseMs),
    write: createJournal(pool),
    insist,
    retake: claims.retake,
    moved: options.onMoved ?? (() => {}),
    crash: options.crash ?? (() => {}),
  }
  const timers = new Set<NodeJS.Timeout>()
  const idleAt = new WeakMap<ActiveRun, number>()
  let stopped = false
  let abandoned = false
  let wake = () => {}

  async function insist<R>(
    active: Parameters<ExecutionHost['insist']>[0],
    ask: () => Promise<R>,
  ): Promise<R | undefined> {
    for (let ms = 50; !active.isGone() && !abandoned; ms = Math.min(ms * 2, 2000)) {
      try {
        return await ask()
      } catch (error) {
        if (isUnwritable(error)) throw error
        if (!isConnectionLost(error)) logger.error({ err: error, run: active.run.id }, 'a run waits for the database')
      }
      await pause(ms * (0.5 + Math.random()))
    }
    return undefined
  }

  function adopt(claimed: Claimed) {
    const workflow = byKind.get(claimed.run.kind)
    if (workflow === undefined) throw new Error(`claimed a run of ${claimed.run.kind}, which this worker does not have`)
    const key = runKey(claimed.run)
    // Our own older self had lost its lease.
    executions.get(key)?.active.lose()
    const execution = createExecution(host, workflow, { claimed, services })
    executions.set(key, execution)
    void follow(key, execution)
  }

  async function follow(key: string, execution: Execution) {
    await execution.drive().catch((error: unknown) => {
      logger.error({ err: error, run: execution.active.run.id }, 'a run was dropped')
      execution.active.drop()
    })
    if (executions.get(key) === execution) executions.delete(key)
    // Claims are made for several runs at once.
    if (executions.size <= concurrency * 0.75) setImmediate(() => wake())
  }

  async function renew() {
    const activeRuns = [...executions.values()].map(({ active }) => active)
    if (activeRuns.length === 0) return
    const leaseEnd = performance.now() + leaseMs
    const find = await renewLeases(
      pool,
      activeRuns.map(({ run }) => run),
      leaseMs,
    )
    for (const active of activeRuns) {
      const row = find(active.run)
      if (row === undefined) {
        active.lose()
        continue
      }
      // Not renewed: a signaller has locked the row, and nobody else can take it over before that lock is gone.
      active.leaseEnd = leaseEnd
      if (row.undo !== active.run.undo) active.stop()
      blockIfStuck(active)
    }
  }

  /** A workflow that does nothing from one look to the next waits for what no engine can wake it from. */
  function blockIfStuck(active: ActiveRun) {
    if (!active.isRunning() || active.executing > 0 || active.waits.size > 0) idleAt.delete(active)
    else if (idleAt.get(active) !== active.calls) idleAt.set(active, active.calls)
    else active.block({ code: 'stuck', message: 'the workflow waits for something that is neither step nor wait' })
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
      const free = concurrency - executions.size
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
      const ours = [...executions.values()].map(({ active }) => active.run)
      const claimed = await claims.claim(free, ours)
      for (const each of claimed) adopt(each)
      return claimed.length
    } catch (error) {
      logger.error({ err: error, lane }, 'workflow claim failed')
      return 0
    }
  }

  const listener = listen({
    listenPool: options.listenPool ?? pool,
    sendPool: pool,
    channel: `workflow_${lane}`,
    onHeard: () => wake(),
    onDeaf: () => logger.error({ lane }, DEAF),
  })
  const looped = claimLoop()
  every(pollMs, 'sweep', async () => {
    const swept = await query(pool, SWEEP, [TAKEOVERS_MAX, lane])
    if (swept.length > 0) wake()
  })
  every(leaseMs / 3, 'lease renewal', renew)
  if (onHeld !== undefined) {
    every(pollMs * 4, 'report of held runs', () => reportHeldRuns(pool, lane, onHeld))
    every(unclaimedMs / 5, 'report of runs without a worker', () =>
      reportUnclaimedRuns(pool, { lane, kinds, afterMs: unclaimedMs }, onHeld),
    )
  }

  return {
    async stop(graceMs = 5000) {
      stopped = true
      wake()
      for (const timer of timers) clearTimeout(timer)
      const until = performance.now() + graceMs
      await Promise.race([looped, pause(graceMs)])
      for (const { active } of executions.values()) active.stop()
      while (executions.size > 0 && performance.now() < until) await pause(10)
      abandoned = true
      listener.stop()
    },
  }
}
