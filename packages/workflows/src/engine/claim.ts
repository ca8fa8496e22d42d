import type pg from 'pg'
import { CLAIM, type ClaimRow, LOAD, type StepRow } from './sql.ts'
import { query } from './statement.ts'
import type { Lane } from './workflow.ts'

export interface Claimed {
  run: ClaimRow
  steps: StepRow[]
  /** On the clock of performance.now(). */
  leaseEnd: number
}

export interface ClaimOptions {
  lane: Lane
  kinds: readonly string[]
  leaseMs: number
  perTenant: number
  workerId: string
}

const FIRST_TENANT = '00000000-0000-0000-0000-000000000000'

/** The returned function claims up to `count` queued runs, with their journals. */
export function createClaim(pool: pg.Pool, options: ClaimOptions): (count: number) => Promise<Claimed[]> {
  let cursor = FIRST_TENANT

  async function claimRuns(count: number): Promise<ClaimRow[]> {
    const from = cursor
    const { lane, leaseMs, perTenant, workerId, kinds } = options
    const runs = await query(pool, CLAIM, [lane, count, leaseMs, perTenant, workerId, kinds, from])
    cursor = runs[0]?.cursor ?? FIRST_TENANT
    return runs.length === 0 && from !== FIRST_TENANT ? claimRuns(count) : runs
  }

  return async (count) => {
    const claimedAt = performance.now()
    const runs = await claimRuns(count)
    // Nothing is recorded before a first claim.
    const resumed = runs.filter((run) => run.epoch > 1)
    const steps = resumed.length === 0 ? [] : await load(pool, resumed)
    const byRun = Map.groupBy(steps, (step) => runKey(step.tenant_id, step.run_id))
    const leaseEnd = claimedAt + options.leaseMs
    return runs.map((run) => ({ run, leaseEnd, steps: byRun.get(runKey(run.tenant_id, run.id)) ?? [] }))
  }
}

export function runKey(tenantId: string, id: string): string {
  return `${tenantId}/${id}`
}

function load(pool: pg.Pool, runs: readonly ClaimRow[]): Promise<StepRow[]> {
  return query(pool, LOAD, [runs.map((run) => run.tenant_id), runs.map((run) => run.id)])
}
