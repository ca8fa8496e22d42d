import { known, type RowOf } from '@mainstay/db/postgres/statement'
import type { FailureRecord, StepKind, StepStatus } from './journal-operation.ts'
import { statement } from './statement.ts'

// The engine's hot statements. Everything a worker writes about a run goes through JOURNAL or MOVES.

export const START = statement(
  'start',
  { pg_notify: 'void' },
  `with started as (
  insert into workflow_run (tenant_id, id, kind, lane, subject_type, subject_id, purchase_id, input, correlation_id, started_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (tenant_id, id) do nothing returning lane)
select pg_notify('workflow_' || lane, '') from started`,
)

export const SIGNAL = statement(
  'signal',
  { status: 'text', pg_notify: 'void' },
  `with kept as (
  insert into workflow_signal (tenant_id, run_id, name, payload, dedupe_key)
  select $1, $2, $3, $4::jsonb, $5 where exists (select from workflow_run where tenant_id = $1 and id = $2)
  on conflict do nothing returning 1),
told as (
  update workflow_run w set signals = w.signals + 1,
    status = case when w.status = 'waiting' and $3 = any(w.waiting_for) then 'queued' else w.status end,
    queued_at = case when w.status = 'waiting' and $3 = any(w.waiting_for) then now() else w.queued_at end,
    due_at = case when w.status = 'waiting' and $3 = any(w.waiting_for) then null else w.due_at end
  from kept where w.tenant_id = $1 and w.id = $2 returning w.status, w.lane)
select status, pg_notify('workflow_' || lane, '') from told`,
)

type Undo = 'canceled' | 'failed' | null

const JOURNAL_ANSWER = { i: 'int', signals: 'int', undo: known<Undo>('text?'), moved: 'boolean', rows: 'int' } as const

/**
 * Guard: epoch and running. KEY SHARE does not wait for signallers (a plain UPDATE) and still excludes claim, sweep and
 * operators (FOR UPDATE). A move needs `signals` and `undo` as last seen. A step that is over stays as it is, also for the
 * epoch that wrote it: the same words may come twice, other words may not, and a commit's `done` belongs to its transaction.
 * The try that did a step is told by the step's own row; only those before it are rows of their own.
 */
const journal = (lock: string) => `with op as (
  select * from jsonb_to_recordset($1::jsonb) as o(i int, t uuid, r uuid, e int, steps jsonb, sig int, undo text,
    "to" text, ms float8, waits jsonb, out jsonb, err jsonb, set_undo text)),
run as materialized (
  select o.*, w.signals, w.undo as undo_now from op o join workflow_run w
  on w.tenant_id = o.t and w.id = o.r and w.epoch = o.e and w.status = 'running' ${lock}),
written as (
  insert into workflow_step as s (tenant_id, run_id, name, seq, kind, status, result, error, attempt, due_at, epoch, started_at)
  select run.t, run.r, x.name, x.seq, x.kind, x.status, x.result, x.error, x.attempt, now() + x.ms * interval '1 ms', run.e,
    clock_timestamp() - x.took * interval '1 ms'
  from run cross join lateral jsonb_to_recordset(run.steps) as x(name text, seq int, kind text, status text, result jsonb,
    error jsonb, attempt int, ms float8, took float8)
  on conflict (tenant_id, run_id, name) do update set status = excluded.status, result = excluded.result,
    error = excluded.error, attempt = excluded.attempt, due_at = excluded.due_at, epoch = excluded.epoch,
    started_at = case when s.status = 'waiting' then s.started_at else excluded.started_at end, ended_at = excluded.ended_at
    where s.status in ('retrying', 'waiting') and s.attempt <= excluded.attempt
      or s.epoch = excluded.epoch and s.attempt = excluded.attempt and s.status = excluded.status
        and not (s.kind = 'commit' and s.status = 'done')
  returning s.*),
tried as (
  insert into workflow_attempt (tenant_id, run_id, step, epoch, attempt, outcome, error, started_at, ended_at)
  select tenant_id, run_id, name, epoch, attempt, status, error, started_at, ended_at from written
  where kind in ('step', 'commit') and status <> 'done' on conflict do nothing),
moved as (
  update workflow_run w set status = run."to", output = run.out, undo = coalesce(run.set_undo, w.undo), worker = null,
    error = case when run."to" <> 'completed' then coalesce(run.err, w.error) end,
    waiting_for = (select array_agg(v) from jsonb_array_elements_text(run.waits) v),
    due_at = now() + run.ms * interval '1 ms', queued_at = case when run."to" = 'queued' then now() end, crashes = 0,
    ended_at = case when run."to" in ('completed', 'failed', 'canceled') then now() end
  from run where run."to" is not null and w.tenant_id = run.t and w.id = run.r and w.epoch = run.e and w.status = 'running'
    and (run."to" = 'queued' or w.signals = coalesce(run.sig, w.signals) and w.undo is not distinct from run.undo)
  returning w.tenant_id, w.id)
select run.i, run.signals, run.undo_now as undo, m.id is not null as moved,
  (select count(*)::int from written where written.tenant_id = run.t and written.run_id = run.r) as rows
from run left join moved m on m.tenant_id = run.t and m.id = run.r`

/** One operation, or operations that only record steps. */
export const JOURNAL = statement('journal', JOURNAL_ANSWER, journal('for key share of w'))
export type JournalAnswer = RowOf<typeof JOURNAL>

/** Many operations with moves: never waits behind a signaller's open transaction; an unanswered one is sent again alone. */
export const MOVES = statement('moves', JOURNAL_ANSWER, journal('for no key update of w skip locked'))

/**
 * Empties the journal of a run and queues it with a new input. Not through JOURNAL: in one statement the rows it adds and the
 * rows it deletes do not see each other.
 */
export const CONTINUE = statement(
  'continue',
  JOURNAL_ANSWER,
  `with run as (
  select tenant_id, id from workflow_run
  where tenant_id = $1 and id = $2 and epoch = $3 and status = 'running' and undo is null for update),
emptied as (delete from workflow_step s using run where s.tenant_id = run.tenant_id and s.run_id = run.id),
heard as (delete from workflow_signal g using run
  where g.tenant_id = run.tenant_id and g.run_id = run.id and g.id = any($5::bigint[]))
update workflow_run w set status = 'queued', input = $4::jsonb, round = w.round + 1, worker = null, queued_at = now(),
  due_at = null, waiting_for = null, crashes = 0
from run where w.tenant_id = run.tenant_id and w.id = run.id
returning 0 as i, w.signals, w.undo, true as moved, 0 as rows`,
)

const CLAIMED = {
  tenant_id: 'uuid',
  id: 'uuid',
  kind: 'text',
  input: 'jsonb',
  error: known<FailureRecord | null>('jsonb?'),
  epoch: 'int',
  undo: known<Undo>('text?'),
  /** How often its journal was emptied to go on. */
  round: 'int',
  /** The claim that took it. */
  worker: known<string>('text?'),
  /** The database's clock, in milliseconds. */
  now: 'float8',
  cursor: 'uuid?',
} as const
export type ClaimRow = RowOf<typeof CLAIM>

const claimed = `w.tenant_id, w.id, w.kind, w.input, w.error, w.epoch, w.undo, w.round, w.worker,
  (extract(epoch from clock_timestamp()) * 1000)::float8 as now`

/**
 * Max-min fair: tenants with work by loose index scan, 64 from a cursor, so ten thousand busy tenants cost no more than 64.
 * A run's rank is the number of runs its tenant has running plus its position in its tenant's queue.
 */
export const CLAIM = statement(
  'claim',
  CLAIMED,
  `with recursive tenant as (
  (select tenant_id, 1 as i from workflow_run where lane = $1 and status = 'queued' and tenant_id > $7 order by tenant_id limit 1)
  union all select n.tenant_id, t.i + 1 from tenant t cross join lateral (select w.tenant_id from workflow_run w
    where w.lane = $1 and w.status = 'queued' and w.tenant_id > t.tenant_id order by w.tenant_id limit 1) n where t.i < 64),
busy as (select tenant_id, count(*)::int n from workflow_run where lane = $1 and status = 'running' group by 1),
candidate as (
  select c.*, coalesce(b.n, 0) + row_number() over (partition by c.tenant_id order by c.queued_at) as rank
  from tenant t left join busy b on b.tenant_id = t.tenant_id cross join lateral (
    select w.tenant_id, w.id, w.queued_at from workflow_run w
    where w.lane = $1 and w.status = 'queued' and w.tenant_id = t.tenant_id and w.kind = any($6)
    order by w.queued_at limit greatest(0, least($2::int * 2, $4::int - coalesce(b.n, 0)))) c),
best as (select tenant_id, id, rank, queued_at from candidate order by rank, queued_at limit $2::int * 2),
pick as (select w.tenant_id, w.id from best b join workflow_run w on w.tenant_id = b.tenant_id and w.id = b.id and w.status = 'queued'
  order by b.rank, b.queued_at limit $2 for update of w skip locked)
update workflow_run w set status = 'running', epoch = w.epoch + 1, worker = $5, due_at = now() + $3 * interval '1 ms',
  waiting_for = null, started_at = coalesce(w.started_at, now()), held_reported_at = null
from pick p where w.tenant_id = p.tenant_id and w.id = p.id
returning ${claimed}, (select tenant_id from tenant where i = 64) as cursor`,
)

/**
 * Takes again what claims of these names took whose answer got lost, and what was swept from a worker that is alive: no
 * death of a worker is counted for those. Not what the worker has in active.
 */
export const RECLAIM = statement(
  'reclaim',
  CLAIMED,
  `with pick as (
  select w.tenant_id, w.id, (w.status = 'queued')::int as swept from workflow_run w
  where w.lane = $1 and w.status in ('queued', 'running') and w.worker = any($2)
    and not exists (select from unnest($3::uuid[], $4::uuid[]) h(t, r) where h.t = w.tenant_id and h.r = w.id)
  limit 1000 for update skip locked)
update workflow_run w set status = 'running', epoch = w.epoch + 1, due_at = now() + $5 * interval '1 ms',
  crashes = greatest(0, w.crashes - p.swept)
from pick p where w.tenant_id = p.tenant_id and w.id = p.id
returning ${claimed}, null::uuid as cursor`,
)

/** Must be a statement of its own after the claim: its snapshot then holds all that a previous owner managed to commit. */
export const LOAD = statement(
  'load',
  {
    tenant_id: 'uuid',
    run_id: 'uuid',
    name: 'text',
    seq: 'int',
    kind: known<StepKind>('text'),
    status: known<StepStatus>('text'),
    result: 'jsonb?',
    error: known<FailureRecord | null>('jsonb?'),
    attempt: 'int',
    /** What the result takes as text. */
    bytes: 'int?',
    due: 'float8?',
  },
  `select s.tenant_id, s.run_id, s.name, s.seq, s.kind, s.status, s.result, s.error, s.attempt,
  octet_length(s.result::text) as bytes, (extract(epoch from s.due_at) * 1000)::float8 as due
from unnest($1::uuid[], $2::uuid[]) k(t, r) join workflow_step s on s.tenant_id = k.t and s.run_id = k.r`,
)
export type StepRow = RowOf<typeof LOAD>

/** Waits for every transaction that has written to the run's journal, so that the LOAD after it sees how they ended. */
export const AWAIT_WRITERS = statement(
  'await_writers',
  { id: 'uuid' },
  `select id from workflow_run where tenant_id = $1 and id = $2 and epoch = $3 and status = 'running' for update`,
)

/** How many signals the run has had, and the first of this name that no wait has consumed. */
export const SIGNALS = statement(
  'signals',
  { signals: 'int', id: 'text?', payload: 'jsonb?' },
  `select w.signals, s.id::text, s.payload from workflow_run w left join lateral (
  select id, payload from workflow_signal
  where tenant_id = $1 and run_id = $2 and name = $3 and id <> all($4::bigint[]) order by id limit 1) s on true
where w.tenant_id = $1 and w.id = $2`,
)
export type SignalRow = RowOf<typeof SIGNALS>

/**
 * Timers, timeouts, retry delays and takeover of dead workers in one: whatever is due becomes queued, with a new epoch.
 * Only deaths without a step done between them count towards holding a run: one that gets on is no reason for them. The
 * run keeps the name of the claim it is taken from: if that worker is alive after all, it takes the run and the count back.
 */
export const SWEEP = statement(
  'sweep',
  { status: 'text' },
  `with due as (
  select tenant_id, id, status, epoch, crashes from workflow_run
  where lane = $2 and status in ('running', 'waiting') and due_at <= now()
  order by due_at limit 1000 for update skip locked),
died as (
  select d.tenant_id, d.id, case when exists (select from workflow_step s
    where s.tenant_id = d.tenant_id and s.run_id = d.id and s.epoch = d.epoch and s.status = 'done')
    then 1 else d.crashes + 1 end as crashes
  from due d where d.status = 'running')
update workflow_run w set epoch = w.epoch + 1, due_at = null, queued_at = now(),
  crashes = coalesce(died.crashes, w.crashes),
  status = case when died.crashes > $1 then 'blocked' else 'queued' end,
  error = case when died.crashes > $1 then jsonb_build_object('code', 'crash_loop',
    'message', died.crashes || ' workers in a row ended while they had it, and no step was done') else w.error end
from due d left join died on died.tenant_id = d.tenant_id and died.id = d.id
where w.tenant_id = d.tenant_id and w.id = d.id returning w.status`,
)

/** Skips rows held by a signaller's open transaction (nobody can take those over either); a run not in the answer is lost. */
export const RENEW = statement(
  'renew',
  { tenant_id: 'uuid', id: 'uuid', epoch: 'int', undo: known<Undo>('text?'), renewed: 'boolean' },
  `with mine as materialized (
  select w.tenant_id, w.id, w.epoch, w.undo from unnest($1::uuid[], $2::uuid[], $3::int[]) k(t, r, e)
  join workflow_run w on w.tenant_id = k.t and w.id = k.r and w.epoch = k.e and w.status = 'running'),
free as (select w.tenant_id, w.id from mine m join workflow_run w
  on w.tenant_id = m.tenant_id and w.id = m.id and w.epoch = m.epoch for no key update of w skip locked),
renewed as (update workflow_run w set due_at = now() + $4 * interval '1 ms' from free f
  where w.tenant_id = f.tenant_id and w.id = f.id returning w.tenant_id, w.id)
select m.*, r.id is not null as renewed from mine m left join renewed r on r.tenant_id = m.tenant_id and r.id = m.id`,
)
export type RenewRow = RowOf<typeof RENEW>

const HELD_RUN = {
  tenant_id: 'uuid',
  id: 'uuid',
  epoch: 'int',
  kind: 'text',
  subject_type: 'text?',
  subject_id: 'uuid?',
  status: known<'failed' | 'blocked' | 'queued'>('text'),
  undo: known<Undo>('text?'),
  error: known<FailureRecord | null>('jsonb?'),
} as const
export type HeldRow = RowOf<typeof HELD>

const held = Object.keys(HELD_RUN).join(', ')

export const HELD = statement(
  'held',
  HELD_RUN,
  `select ${held} from workflow_run
where lane = $1 and status in ('failed', 'blocked') and held_reported_at is null limit 50`,
)

/** Runs of a kind that this worker does not have, nobody is running and nobody has taken for `$3` milliseconds. */
export const UNCLAIMED = statement(
  'unclaimed',
  HELD_RUN,
  `select ${held} from workflow_run w
where lane = $1 and status = 'queued' and held_reported_at is null and queued_at < now() - $3 * interval '1 ms'
  and kind <> all($2) and not exists (select from workflow_run o where o.lane = $1 and o.status = 'running' and o.kind = w.kind)
limit 50`,
)

export const HELD_REPORTED = statement(
  'held_reported',
  {},
  `update workflow_run set held_reported_at = now()
where tenant_id = $1 and id = $2 and epoch = $3 and status in ('failed', 'blocked', 'queued')`,
)
