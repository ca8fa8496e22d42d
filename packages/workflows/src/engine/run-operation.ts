import type { SystemTx, Tx } from '@mainstay/db/postgres/client'
import { known, type RowOf } from '@mainstay/db/postgres/statement'
import { toRecorded } from './recorded-value.ts'
import { queryIn, statement } from './statement.ts'
import type { RunRef } from './workflow.ts'

/** The action does not fit the state of the run. */
export class RunRefused extends Error {
  override name = 'RunRefused'
  readonly code: 'run.missing' | 'run.status' | 'run.undoing' | 'run.undone' | 'run.step'

  constructor(code: RunRefused['code'], detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
  }
}

// FOR UPDATE excludes the journal writes in flight.
const LOCK = statement(
  'lock',
  { status: 'text', undo: known<'canceled' | 'failed' | null>('text?'), lane: 'text' },
  'select status, undo, lane from workflow_run where tenant_id = $1 and id = $2 for update',
)

const CANCEL = statement(
  'cancel',
  {},
  `update workflow_run set undo = 'canceled', reason = $3, ended_at = null, held_reported_at = null, crashes = 0,
  status = case when status = 'running' then status else 'queued' end,
  queued_at = case when status = 'running' then queued_at else now() end,
  due_at = case when status = 'running' then due_at end
where tenant_id = $1 and id = $2`,
)

const REQUEUE = statement(
  'requeue',
  {},
  `update workflow_run set status = 'queued', queued_at = now(), due_at = null, ended_at = null, epoch = epoch + 1,
  worker = null, crashes = 0, held_reported_at = null, error = case when undo is not null then coalesce(error -> 'cause', error) end, input = coalesce($3::jsonb, input)
where tenant_id = $1 and id = $2`,
)

// What a step had done stays told, as a try of it.
const FORGET_FROM = statement(
  'forget_from',
  { name: 'text' },
  `with forgotten as (
  delete from workflow_step s using workflow_step origin
  where origin.tenant_id = $1 and origin.run_id = $2 and origin.name = $3
    and s.tenant_id = $1 and s.run_id = $2 and (s.name = origin.name or s.ended_at >= origin.ended_at)
  returning s.*),
done as (
  insert into workflow_attempt (tenant_id, run_id, step, epoch, attempt, outcome, started_at, ended_at)
  select tenant_id, run_id, name, epoch, attempt, status, started_at, ended_at from forgotten
  where status = 'done' and kind in ('step', 'commit') on conflict do nothing)
select name from forgotten`,
)

// A failure the workflow caught and went on from has a later row in its own or an enclosing branch: it stays as recorded.
const FORGET_FAILURES = statement(
  'forget_failures',
  {},
  `delete from workflow_step s using workflow_run w
where w.tenant_id = $1 and w.id = $2 and s.tenant_id = $1 and s.run_id = $2
  and (w.undo is null or s.name like '~%')
  and (s.status = 'retrying' or s.status = 'failed' and (s.name like '~%' or s.name = w.error ->> 'step'
    or w.status = 'failed' and not exists (select from workflow_step l where l.tenant_id = $1 and l.run_id = $2
      and l.ended_at > s.ended_at and starts_with(s.name, regexp_replace(l.name, '[^/]*$', '')))))`,
)

const SKIP = statement(
  'skip',
  { name: 'text' },
  `update workflow_step set status = 'skipped', result = $4::jsonb, error = null, reason = $5
where tenant_id = $1 and run_id = $2 and name = $3 and status in ('failed', 'retrying') returning name`,
)

const NOTIFY = statement('notify', { pg_notify: 'void' }, `select pg_notify('workflow_' || $1, '')`)

/** Stops a run and undoes what it has done. A running one stops at its next step boundary. Throws RunRefused. */
export async function cancelRun(tx: Tx | SystemTx, run: RunRef, reason: string): Promise<void> {
  const { lane, undo } = await lock(tx, run, ['queued', 'waiting', 'running', 'failed', 'blocked'])
  if (undo !== null) throw new RunRefused('run.undoing', `run ${run.id} is already being undone`)
  await queryIn(tx, CANCEL, [run.tenantId, run.id, reason])
  await queryIn(tx, NOTIFY, [lane])
}

/**
 * Drives a held run again; one held while it compensates goes on compensating. With `fromStep`, that step and all that
 * was recorded after it run again, under the same idempotency keys. Throws RunRefused.
 */
export async function retryRun(
  tx: Tx | SystemTx,
  run: RunRef,
  options: { fromStep?: string; input?: unknown } = {},
): Promise<void> {
  const { lane, undo } = await lockHeld(tx, run)
  if (options.fromStep === undefined) await queryIn(tx, FORGET_FAILURES, [run.tenantId, run.id])
  else {
    if (undo !== null) throw new RunRefused('run.undoing', `run ${run.id} is being undone: it cannot go back to a step`)
    const forgotten = await queryIn(tx, FORGET_FROM, [run.tenantId, run.id, options.fromStep])
    if (forgotten.length === 0) throw new RunRefused('run.step', `run ${run.id} has not recorded ${options.fromStep}`)
  }
  const input = options.input === undefined ? null : JSON.stringify(toRecorded(options.input))
  await queryIn(tx, REQUEUE, [run.tenantId, run.id, input])
  await queryIn(tx, NOTIFY, [lane])
}

/** Puts a result in the place of a failed step and goes on. Throws RunRefused. */
export async function skipStep(
  tx: Tx | SystemTx,
  run: RunRef,
  { step, reason, result = null }: { step: string; reason: string; result?: unknown },
): Promise<void> {
  const { lane } = await lockHeld(tx, run)
  const value = JSON.stringify(toRecorded(result))
  const skipped = await queryIn(tx, SKIP, [run.tenantId, run.id, step, value, reason])
  if (skipped.length === 0) throw new RunRefused('run.step', `${step} of run ${run.id} has not failed`)
  await queryIn(tx, REQUEUE, [run.tenantId, run.id, null])
  await queryIn(tx, NOTIFY, [lane])
}

async function lock(tx: Tx | SystemTx, run: RunRef, allowed: readonly string[]): Promise<RowOf<typeof LOCK>> {
  const [state] = await queryIn(tx, LOCK, [run.tenantId, run.id])
  if (state === undefined) throw new RunRefused('run.missing', `no run ${run.id}`)
  if (!allowed.includes(state.status)) throw new RunRefused('run.status', `run ${run.id} is ${state.status}`)
  if (state.status === 'failed' && state.undo !== null) {
    throw new RunRefused('run.undone', `run ${run.id} has failed and was undone`)
  }
  return state
}

function lockHeld(tx: Tx | SystemTx, run: RunRef): Promise<RowOf<typeof LOCK>> {
  return lock(tx, run, ['failed', 'blocked'])
}
