import { AsyncLocalStorage } from 'node:async_hooks'
import type { Tx } from '@mainstay/db/postgres/client'
import { isConnectionLost } from '@mainstay/db/postgres/connection-lost'
import { loadSteps } from './claim.ts'
import { isRolledBack, JournalMovedOn } from './failure.ts'
import { record } from './recorded-value.ts'
import { HALT, type RunInHand } from './run-in-hand.ts'
import { AWAIT_WRITERS, JOURNAL, type StepRow } from './sql.ts'
import { query, queryIn, statement } from './statement.ts'
import { type Attempt, afterFailure, type Call, nextAttempt, notYetDue, rememberUndo, within } from './step.ts'

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
  hand: RunInHand,
  call: Call,
  { row, body }: { row: StepRow | undefined; body: (tx: Tx) => Promise<unknown> },
): Promise<unknown> {
  if (notYetDue(hand, call, row)) return HALT
  // The result of an external call must not depend on the fate of this transaction.
  await hand.writes.flush()
  if (!hand.isRunning()) return HALT

  const attempt = nextAttempt(call, row)
  const trial: Trial = { journalled: false }
  try {
    const result = await hand.host.transaction({ tenantId: hand.run.tenant_id, id: hand.run.id }, (tx) =>
      commitInProgress.run(trial, () => tryCommit(hand, call, { tx, body, attempt, trial })),
    )
    hand.host.crash(`after:${call.name}`)
    rememberUndo(hand, call, result)
    return result
  } catch (error) {
    return afterRejection(hand, call, { attempt, trial, error })
  }
}

async function tryCommit(
  hand: RunInHand,
  call: Call,
  { tx, body, attempt, trial }: { tx: Tx; body: (tx: Tx) => Promise<unknown>; attempt: Attempt; trial: Trial },
): Promise<unknown> {
  trial.journalled = false
  await hand.host.limitIdle(tx)
  hand.host.crash(`before:${call.name}`)
  // Inside the transaction: what cannot be recorded must not commit.
  const result = record(await within(call.timeoutMs, hand.abort, () => body(tx)))
  if (trial.nested !== undefined) throw new Error(`"${trial.nested}" was called inside a commit`)
  hand.host.crash(`in:${call.name}`)
  const operation = { ...hand.operation([attempt.entry({ status: 'done', result: result.value })]), i: 0 }
  const [answer] = await queryIn(tx, JOURNAL, [JSON.stringify([operation])])
  if (answer?.rows !== 1) throw new JournalMovedOn(`the journal of run ${hand.run.id} does not take "${call.name}"`)
  if (answer.undo !== hand.run.undo) hand.stop()
  trial.journalled = true
  hand.host.crash(`journalled:${call.name}`)
  hand.replay.grow(result.bytes)
  return result.value
}

async function afterRejection(
  hand: RunInHand,
  call: Call,
  { attempt, trial, error }: { attempt: Attempt; trial: Trial; error: unknown },
): Promise<unknown> {
  if (hand.isGone()) return HALT
  if (trial.nested !== undefined) {
    hand.block({ code: 'nested', message: `"${trial.nested}" is called inside commit "${call.name}"` })
    return HALT
  }
  if (error instanceof JournalMovedOn) {
    hand.leave(() => ({ to: 'queued' }))
    return HALT
  }
  if (trial.journalled && !isRolledBack(error)) {
    const found = await readOutcome(hand, call)
    if (found === HALT) return HALT
    if (found !== undefined) {
      rememberUndo(hand, call, found.result)
      return found.result
    }
  }
  const { retry } = call
  const patient = { limit: Math.max(retry.limit, DURING_OUTAGES.limit), baseMs: 250, maxMs: DURING_OUTAGES.maxMs }
  return afterFailure(hand, isOutage(error) ? { ...call, retry: patient } : call, { attempt, error })
}

/** What became of a COMMIT that nobody answered: undefined when it took no effect, and from here on cannot. */
async function readOutcome(hand: RunInHand, call: Call): Promise<StepRow | undefined | typeof HALT> {
  const { pool } = hand.host
  const { tenant_id, id, epoch } = hand.run
  const ours = await hand.insist(() => query(pool, AWAIT_WRITERS, [tenant_id, id, epoch]))
  const steps = ours?.length === 1 ? await hand.insist(() => loadSteps(pool, [hand.run])) : undefined
  if (steps === undefined) {
    hand.lose()
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
