import { AsyncLocalStorage } from 'node:async_hooks'
import type { Tx } from '@mainstay/db/postgres/client'
import { isConnectionLost } from '@mainstay/db/postgres/connection-lost'
import { type ActiveRun, HALT } from './active-run.ts'
import { loadSteps } from './claim.ts'
import { isRolledBack, StaleEpoch } from './failure.ts'
import { record } from './recorded-value.ts'
import { AWAIT_WRITERS, JOURNAL, type StepRow } from './sql.ts'
import { query, queryIn, statement } from './statement.ts'
import { type Attempt, afterFailure, type Call, nextAttempt, notYetDue, rememberUndo, withTimeout } from './step.ts'

/** Set while a commit's body runs: a step inside would be journalled although the commit may roll back. */
export const commitInProgress = new AsyncLocalStorage<Trial>()

interface Trial {
  /** The call that was made inside the commit. */
  nested?: string
  /** All is written: from here on only the database knows whether it happened. */
  journalled: boolean
}

/** Outages end, and are nobody's fault: about a quarter of an hour of them is waited out. */
const DURING_OUTAGES = { limit: 20, maxMs: 60_000 }

export async function performCommit(
  active: ActiveRun,
  call: Call,
  { row, body }: { row: StepRow | undefined; body: (tx: Tx) => Promise<unknown> },
): Promise<unknown> {
  if (notYetDue(active, call, row)) return HALT
  // The result of an external call must not depend on the fate of this transaction.
  await active.writes.flush()
  if (!active.isRunning()) return HALT

  const attempt = nextAttempt(call, row)
  const trial: Trial = { journalled: false }
  try {
    const result = await active.host.transaction({ tenantId: active.run.tenant_id, id: active.run.id }, (tx) =>
      commitInProgress.run(trial, () => tryCommit(active, call, { tx, body, attempt, trial })),
    )
    active.host.crash(`after:${call.name}`)
    rememberUndo(active, call, result)
    return result
  } catch (error) {
    return afterRejection(active, call, { attempt, trial, error })
  }
}

async function tryCommit(
  active: ActiveRun,
  call: Call,
  { tx, body, attempt, trial }: { tx: Tx; body: (tx: Tx) => Promise<unknown>; attempt: Attempt; trial: Trial },
): Promise<unknown> {
  trial.journalled = false
  await active.host.limitIdle(tx)
  active.host.crash(`before:${call.name}`)
  // Inside the transaction: what cannot be recorded must not commit.
  const result = record(await withTimeout(call.timeoutMs, active.abort, () => body(tx)))
  if (trial.nested !== undefined) throw new Error(`"${trial.nested}" was called inside a commit`)
  active.host.crash(`in:${call.name}`)
  const operation = { ...active.operation([attempt.entry({ status: 'done', result: result.value })]), i: 0 }
  const [answer] = await queryIn(tx, JOURNAL, [JSON.stringify([operation])])
  if (answer?.rows !== 1) throw new StaleEpoch(`the journal of run ${active.run.id} does not take "${call.name}"`)
  if (answer.undo !== active.run.undo) active.stop()
  trial.journalled = true
  active.host.crash(`journalled:${call.name}`)
  active.replay.grow(result.bytes)
  return result.value
}

async function afterRejection(
  active: ActiveRun,
  call: Call,
  { attempt, trial, error }: { attempt: Attempt; trial: Trial; error: unknown },
): Promise<unknown> {
  if (active.isGone()) return HALT
  if (trial.nested !== undefined) {
    active.block({ code: 'nested', message: `"${trial.nested}" is called inside commit "${call.name}"` })
    return HALT
  }
  if (error instanceof StaleEpoch) {
    active.leave(() => ({ to: 'queued' }))
    return HALT
  }
  if (trial.journalled && !isRolledBack(error)) {
    const found = await readOutcome(active, call)
    if (found === HALT) return HALT
    if (found !== undefined) {
      rememberUndo(active, call, found.result)
      return found.result
    }
  }
  const { retry } = call
  const patient = { limit: Math.max(retry.limit, DURING_OUTAGES.limit), baseMs: 250, maxMs: DURING_OUTAGES.maxMs }
  return afterFailure(active, isOutage(error) ? { ...call, retry: patient } : call, { attempt, error })
}

/** What became of a COMMIT that nobody answered: undefined when it took no effect, and from here on cannot. */
async function readOutcome(active: ActiveRun, call: Call): Promise<StepRow | undefined | typeof HALT> {
  const { pool } = active.host
  const { tenant_id, id, epoch } = active.run
  const ours = await active.insist(() => query(pool, AWAIT_WRITERS, [tenant_id, id, epoch]))
  const steps = ours?.length === 1 ? await active.insist(() => loadSteps(pool, [active.run])) : undefined
  if (steps === undefined) {
    active.lose()
    return HALT
  }
  return steps.find((step) => step.name === call.name && step.status === 'done')
}

/** A lost connection, or a database too busy to answer: a lock not had in time, a statement that took too long. */
function isOutage(error: unknown): boolean {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined
  return isConnectionLost(error) || code === '55P03' || code === '57014'
}

// Not from pg_settings: that view lists every setting to find one.
const LIMIT = statement(
  'idle_limit',
  { loose: 'boolean', case: 'text?' },
  `select loose, case when loose then set_config('idle_in_transaction_session_timeout', $1::int::text, true) end
from (select ms = 0 or ms > $1::int as loose from (
  select extract(epoch from current_setting('idle_in_transaction_session_timeout')::interval) * 1000 as ms) setting) verdict`,
)

/** A stopped worker must not keep the row locks of an open commit as long as its lease. In milliseconds. */
export function idleInTransactionLimit(leaseMs: number): number {
  return Math.round(leaseMs * 0.6)
}

/** Tightens the limit of a transaction; a pool that is found tight enough is not asked again. */
export function createIdleLimit(leaseMs: number): (tx: Tx) => Promise<void> {
  let loose = true
  return async (tx) => {
    if (!loose) return
    const [row] = await queryIn(tx, LIMIT, [idleInTransactionLimit(leaseMs)])
    loose = row?.loose ?? true
  }
}
