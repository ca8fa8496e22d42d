-- expand
-- The workflow journal. `due_at` is one clock for everything: the lease end of a running run, the wake-up of a waiting one.
-- The three child tables carry no foreign key: every write to them joins and locks its run row, and they are the hottest of the database.

create table workflow_run (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  lane text not null,
  status text not null default 'queued',
  undo text,
  subject_type text,
  subject_id uuid,
  input jsonb not null default '{}',
  output jsonb,
  error jsonb,
  reason text,
  waiting_for text[],
  due_at timestamptz,
  signals integer not null default 0,
  epoch integer not null default 0,
  worker text,
  crashes integer not null default 0,
  held_reported_at timestamptz,
  correlation_id text,
  started_by text,
  created_at timestamptz not null default now(),
  queued_at timestamptz default now(),
  started_at timestamptz,
  ended_at timestamptz,
  constraint workflow_run_pkey primary key (tenant_id, id),
  constraint workflow_run_kind_check check (kind ~ '^[a-z][a-z0-9-]*@[1-9][0-9]*$'),
  constraint workflow_run_lane_check check (lane in ('money', 'customer', 'bulk')),
  constraint workflow_run_status_check
    check (status in ('queued', 'running', 'waiting', 'completed', 'failed', 'cancelled', 'blocked')),
  constraint workflow_run_undo_check check (undo in ('cancelled', 'failed')),
  constraint workflow_run_subject_check check ((subject_type is null) = (subject_id is null))
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

comment on table workflow_run is 'One run of a workflow, and the queue itself. retention: 400 days after it ended; personal: in input and output';
comment on column workflow_run.kind is 'name@version: a run stays on the version it was started with';
comment on column workflow_run.undo is 'when set: compensate, then end in this status';
comment on column workflow_run.epoch is 'fencing number, raised on every change of owner, always under a FOR UPDATE lock';
comment on column workflow_run.signals is 'signals received; a run parks only if this is still the number it last saw';

create index workflow_run_queued_idx on workflow_run (lane, tenant_id, queued_at) where status = 'queued';
create index workflow_run_due_idx on workflow_run (lane, due_at) where status in ('running', 'waiting');
create index workflow_run_busy_idx on workflow_run (lane, tenant_id) where status = 'running';
create index workflow_run_held_idx on workflow_run (lane) where status in ('failed', 'blocked') and held_reported_at is null;
create index workflow_run_subject_idx on workflow_run (tenant_id, subject_type, subject_id);

create table workflow_step (
  tenant_id uuid not null,
  run_id uuid not null,
  name text not null,
  seq integer not null,
  kind text not null,
  status text not null,
  result jsonb,
  error jsonb,
  attempt integer not null default 1,
  due_at timestamptz,
  epoch integer not null,
  reason text,
  started_at timestamptz,
  ended_at timestamptz not null default clock_timestamp(),
  constraint workflow_step_pkey primary key (tenant_id, run_id, name),
  constraint workflow_step_kind_check check (kind in ('step', 'commit', 'wait', 'sleep')),
  constraint workflow_step_status_check check (status in ('done', 'failed', 'skipped', 'retrying', 'waiting'))
);

comment on table workflow_step is 'Where a step of a run stands. retention: with its run; personal: in result';

create table workflow_attempt (
  tenant_id uuid not null,
  run_id uuid not null,
  step text not null,
  epoch integer not null,
  attempt integer not null,
  outcome text not null,
  error jsonb,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  constraint workflow_attempt_pkey primary key (tenant_id, run_id, step, epoch, attempt),
  constraint workflow_attempt_outcome_check check (outcome in ('done', 'failed', 'retrying'))
);

comment on table workflow_attempt is 'Append-only: each try of a step. retention: with its run; personal: none';

create table workflow_signal (
  tenant_id uuid not null,
  run_id uuid not null,
  id bigint generated always as identity,
  name text not null,
  payload jsonb,
  dedupe_key text,
  received_at timestamptz not null default now(),
  constraint workflow_signal_pkey primary key (tenant_id, run_id, id),
  constraint workflow_signal_dedupe_key unique (tenant_id, run_id, name, dedupe_key)
);

comment on table workflow_signal is 'What a run was told from outside. retention: with its run; personal: in payload';

alter table workflow_run enable row level security;
alter table workflow_run force row level security;
alter table workflow_step enable row level security;
alter table workflow_step force row level security;
alter table workflow_attempt enable row level security;
alter table workflow_attempt force row level security;
alter table workflow_signal enable row level security;
alter table workflow_signal force row level security;

create policy workflow_run_tenant on workflow_run
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy workflow_step_tenant on workflow_step
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy workflow_attempt_tenant on workflow_attempt
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy workflow_signal_tenant on workflow_signal
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

create policy workflow_run_system on workflow_run to app_system using (true) with check (true);
create policy workflow_step_system on workflow_step to app_system using (true) with check (true);
create policy workflow_attempt_system on workflow_attempt to app_system using (true) with check (true);
create policy workflow_signal_system on workflow_signal to app_system using (true) with check (true);

-- `delete` on steps is the operator's "run this step again"; attempts stay, so the history of what was tried is kept.
grant select, insert, update on workflow_run to app_rw;
grant select, insert, update, delete on workflow_step to app_rw;
grant select, insert on workflow_attempt to app_rw;
grant select, insert on workflow_signal to app_rw;
grant select on workflow_run, workflow_step, workflow_attempt, workflow_signal to app_ro;
grant select, insert, update, delete on workflow_run, workflow_step, workflow_attempt, workflow_signal to app_system;
