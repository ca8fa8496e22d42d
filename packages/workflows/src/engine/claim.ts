import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { CLAIM, type ClaimRow, LOAD, RECLAIM, RENEW, type RenewRow, type StepRow } from './sql.ts'
import { query } from './statement.ts'
import type { Lane } from './workflow.ts'

export interface Claimed {
  run: ClaimRow
  /** On the clock of performance.now(). */
  leaseEnd: number
  /** What was recorded of the run before. Rejects when the database is in trouble, and can be asked again. */
  load(): Promise<StepRow[]>
}

export interface Claims {
  /** Claims up to `count` queued runs. */
  claim(count: number, activeRuns: readonly RunKey[]): Promise<Claimed[]>
  /** The worker is alive, and has lost a run of this claim: if nobody has it by now it is taken again, uncounted. */
  retake(claim: string): void
}

export interface ClaimOptions {
  lane: Lane
  kinds: readonly string[]
  leaseMs: number
  perTenant: number
  workerId: string
}

export type RunKey = Pick<ClaimRow, 'tenant_id' | 'id'>

export function runKey({ tenant_id, id }: RunKey): string {
  return `${tenant_id}/${id}`
}

const FIRST_TENANT = '00000000-0000-0000-0000-000000000000'
const LOADED_AT_ONCE = 10

/** Every claim has a name of its own, so that one whose answer got lost can be asked what it took. */
export function createClaims(pool: pg.Pool, options: ClaimOptions): Claims {
  const { lane, leaseMs, perTenant, kinds } = options
  // A process may have the name and number of one before it; its claims do not.
  const worker = `${options.workerId}/${randomBytes(4).toString('hex')}`
  /** Names of claims to be asked again, and until when: one that is still on its way takes effect later. */
  const doubtful = new Map<string, number>()
  let cursor = FIRST_TENANT
  let number = 0

  async function claimRuns(count: number): Promise<ClaimRow[]> {
    const from = cursor
    const name = `${worker}#${++number}`
    try {
      const runs = await query(pool, CLAIM, [lane, count, leaseMs, perTenant, name, kinds, from])
      cursor = runs[0]?.cursor ?? FIRST_TENANT
      return runs.length === 0 && from !== FIRST_TENANT ? claimRuns(count) : runs
    } catch (error) {
      retake(name)
      throw error
    }
  }

  async function reclaimRuns(activeRuns: readonly RunKey[]): Promise<ClaimRow[]> {
    if (doubtful.size === 0) return []
    const now = performance.now()
    const held = [activeRuns.map((run) => run.tenant_id), activeRuns.map((run) => run.id)]
    const runs = await query(pool, RECLAIM, [lane, [...doubtful.keys()], ...held, leaseMs])
    for (const [name, until] of doubtful) if (until < now) doubtful.delete(name)
    return runs
  }

  function retake(name: string) {
    doubtful.set(name, performance.now() + 2 * leaseMs)
  }

  return {
    retake,
    async claim(count, activeRuns) {
      const leaseEnd = performance.now() + leaseMs
      const again = await reclaimRuns(activeRuns)
      const runs = again.length > 0 ? again : await claimRuns(count)
      const load = createLoader(pool, runs)
      return runs.map((run) => ({ run, leaseEnd, load: () => load(run) }))
    },
  }
}

/** Loads the journals of a claim together, a few runs at a time; where that fails, each run asks for its own. */
function createLoader(pool: pg.Pool, runs: readonly ClaimRow[]): (run: ClaimRow) => Promise<StepRow[]> {
  // Nothing is recorded before a first claim.
  const resumed = runs.filter((run) => run.epoch > 1)
  const together = new Map<string, Promise<Map<string, StepRow[]>>>()
  let before: Promise<unknown> = Promise.resolve()
  for (let from = 0; from < resumed.length; from += LOADED_AT_ONCE) {
    const some = resumed.slice(from, from + LOADED_AT_ONCE)
    const loaded = before.then(async () => Map.groupBy(await loadSteps(pool, some), stepKey))
    before = loaded.catch(() => {})
    for (const run of some) together.set(runKey(run), loaded)
  }

  return async (run) => {
    const key = runKey(run)
    const loaded = together.get(key)
    together.delete(key)
    const steps = await loaded?.then(
      (byRun) => byRun.get(key) ?? [],
      () => undefined,
    )
    if (steps !== undefined) return steps
    return run.epoch > 1 ? loadSteps(pool, [run]) : []
  }
}

const stepKey = ({ tenant_id, run_id }: StepRow) => runKey({ tenant_id, id: run_id })

export function loadSteps(pool: pg.Pool, runs: readonly RunKey[]): Promise<StepRow[]> {
  return query(pool, LOAD, [runs.map((run) => run.tenant_id), runs.map((run) => run.id)])
}

/** Renews leases in one statement. The answer finds the row of a run that is still ours, and says so of every other. */
export async function renewLeases(
  pool: pg.Pool,
  runs: readonly ClaimRow[],
  leaseMs: number,
): Promise<(run: ClaimRow) => RenewRow | undefined> {
  const rows = await query(pool, RENEW, [
    runs.map((run) => run.tenant_id),
    runs.map((run) => run.id),
    runs.map((run) => run.epoch),
    leaseMs,
  ])
  const ours = new Map(rows.map((row) => [`${runKey(row)}/${row.epoch}`, row]))
  return (run) => ours.get(`${runKey(run)}/${run.epoch}`)
}
