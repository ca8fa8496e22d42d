-- expand
-- Who works here: tenants, their tree of org units, members, what they may do, and how they prove who they are.

create table tenant (
  id uuid not null,
  slug text not null,
  name text not null,
  currency char(3) not null,
  time_zone text not null,
  number_prefix text not null,
  sales_mode text not null,
  tax_inclusive boolean not null,
  commission_base text not null,
  commission_tax_ppm int not null,
  created_at timestamptz not null default now(),
  constraint tenant_pkey primary key (id),
  constraint tenant_slug_key unique (slug),
  constraint tenant_slug_form check (slug ~ '^[a-z][a-z0-9-]{1,40}$'),
  constraint tenant_sales_mode check (sales_mode in ('agent', 'merchant_of_record')),
  constraint tenant_commission_base check (commission_base in ('net', 'gross')),
  constraint tenant_commission_tax_ppm check (commission_tax_ppm between 0 and 1000000)
);
comment on table tenant is 'A marketplace. retention: keep; personal: none';

create table org_unit (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid,
  kind text not null,
  name text not null,
  path text not null,
  created_at timestamptz not null default now(),
  constraint org_unit_pkey primary key (tenant_id, id),
  constraint org_unit_tenant_fkey foreign key (tenant_id) references tenant (id),
  constraint org_unit_parent_fkey foreign key (tenant_id, parent_id) references org_unit (tenant_id, id),
  constraint org_unit_path_key unique (tenant_id, path),
  constraint org_unit_kind check (kind in ('operator', 'department', 'region', 'seller', 'buyer')),
  constraint org_unit_path_form check (path ~ '^/([0-9a-f-]{36}/)+$')
);
create index org_unit_parent on org_unit (tenant_id, parent_id);
comment on table org_unit is 'A node of the tenant''s tree; path is the ids from the root, each followed by a slash. retention: keep; personal: none';

create table member (
  tenant_id uuid not null,
  id uuid not null,
  org_unit_id uuid not null,
  email text not null,
  name text not null,
  title text not null,
  password_hash text not null,
  status text not null,
  access_version int not null default 1,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint member_pkey primary key (tenant_id, id),
  constraint member_org_unit_fkey foreign key (tenant_id, org_unit_id) references org_unit (tenant_id, id),
  constraint member_email_key unique (tenant_id, email),
  constraint member_email_lower check (email = lower(email)),
  constraint member_status check (status in ('active', 'disabled'))
);
create index member_org_unit on member (tenant_id, org_unit_id);
comment on table member is 'A person who signs in. retention: 2 years after disabled; personal: name, email';

create table role_grant (
  tenant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  role text not null,
  org_unit_id uuid not null,
  reach text not null,
  limit_amount bigint,
  limit_currency char(3),
  expires_at timestamptz,
  granted_by uuid,
  reason text not null,
  created_at timestamptz not null default now(),
  constraint role_grant_pkey primary key (tenant_id, id),
  constraint role_grant_member_fkey foreign key (tenant_id, member_id) references member (tenant_id, id),
  constraint role_grant_granter_fkey foreign key (tenant_id, granted_by) references member (tenant_id, id),
  constraint role_grant_org_unit_fkey foreign key (tenant_id, org_unit_id) references org_unit (tenant_id, id),
  constraint role_grant_reach check (reach in ('self', 'subtree')),
  constraint role_grant_limit check ((limit_amount is null) = (limit_currency is null) and limit_amount >= 0)
);
create index role_grant_member on role_grant (tenant_id, member_id);
create index role_grant_org_unit on role_grant (tenant_id, org_unit_id);
create index role_grant_granter on role_grant (tenant_id, granted_by);
comment on table role_grant is 'A role held by a member over an org unit, with the amount it may release. retention: keep; personal: none';

create table session (
  tenant_id uuid not null,
  id uuid not null,
  token_hash text not null,
  member_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  absolute_expires_at timestamptz not null,
  ip text,
  user_agent text,
  constraint session_pkey primary key (tenant_id, id),
  constraint session_member_fkey foreign key (tenant_id, member_id) references member (tenant_id, id),
  constraint session_token_hash_key unique (tenant_id, token_hash),
  constraint session_expiry check (expires_at <= absolute_expires_at)
);
create index session_member on session (tenant_id, member_id);
comment on table session is 'A signed-in browser; the token is stored as SHA-256 only. retention: 30 days after expiry; personal: ip, user_agent';

create table api_key (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  secret_hash text not null,
  last_four text not null,
  scopes text[] not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  constraint api_key_pkey primary key (tenant_id, id),
  constraint api_key_secret_hash_key unique (tenant_id, secret_hash),
  constraint api_key_created_by_fkey foreign key (tenant_id, created_by) references member (tenant_id, id)
);
create index api_key_created_by on api_key (tenant_id, created_by);
comment on table api_key is 'A program''s credential; scopes are permission keys. retention: 2 years after revoked; personal: none';

-- The sign-in limiter's counters: keyed before a tenant is known.
create table rate_limit (
  key text not null,
  points int not null,
  expire bigint,
  constraint rate_limit_pkey primary key (key)
);
comment on table rate_limit is 'Counters of rate-limiter-flexible. retention: 1 day; personal: ip, e-mail inside the key as a hash';

create table audit_entry (
  tenant_id uuid not null,
  id uuid not null,
  occurred_at timestamptz not null,
  action text not null,
  actor_type text not null,
  actor_id uuid,
  actor_name text not null,
  subject_type text not null,
  subject_id uuid not null,
  subject_label text not null,
  purchase_id uuid,
  changes jsonb not null,
  reason text,
  allowed_by text,
  request_id text,
  run_id uuid,
  constraint audit_entry_pkey primary key (tenant_id, id),
  constraint audit_entry_actor_type check (actor_type in ('member', 'api_key', 'system', 'provider'))
);
create index audit_entry_occurred on audit_entry (tenant_id, occurred_at desc, id desc);
create index audit_entry_subject on audit_entry (tenant_id, subject_type, subject_id, occurred_at desc);
create index audit_entry_purchase on audit_entry (tenant_id, purchase_id, occurred_at desc, id desc);
create index audit_entry_actor on audit_entry (tenant_id, actor_id, occurred_at desc, id desc);
create index audit_entry_action on audit_entry (tenant_id, action, occurred_at desc, id desc);
comment on table audit_entry is 'Who changed what, and by which right. append-only; retention: 7 years; personal: actor_name';

create table outbox_event (
  tenant_id uuid not null,
  id uuid not null,
  type text not null,
  version int not null,
  subject_type text not null,
  subject_id uuid not null,
  subject_version int not null,
  data jsonb not null,
  actor_type text not null,
  actor_id uuid,
  correlation_id text,
  occurred_at timestamptz not null,
  constraint outbox_event_pkey primary key (tenant_id, id)
);
comment on table outbox_event is 'What the world may be told. append-only; retention: 90 days; personal: none';

create table outbox_pending (
  tenant_id uuid not null,
  event_id uuid not null,
  constraint outbox_pending_pkey primary key (tenant_id, event_id),
  constraint outbox_pending_event_fkey foreign key (tenant_id, event_id) references outbox_event (tenant_id, id)
);
comment on table outbox_pending is 'Events the relay has not numbered yet. retention: until numbered; personal: none';

create table outbox_sequence (
  tenant_id uuid not null,
  sequence bigint not null,
  event_id uuid not null,
  constraint outbox_sequence_pkey primary key (tenant_id, sequence),
  constraint outbox_sequence_event_key unique (tenant_id, event_id),
  constraint outbox_sequence_event_fkey foreign key (tenant_id, event_id) references outbox_event (tenant_id, id)
);
comment on table outbox_sequence is 'The gapless order readers see, given by the relay. append-only; retention: 90 days; personal: none';

create table idempotency_key (
  tenant_id uuid not null,
  caller text not null,
  operation text not null,
  key text not null,
  body_hash text not null,
  response jsonb not null,
  created_at timestamptz not null default now(),
  constraint idempotency_key_pkey primary key (tenant_id, caller, operation, key)
);
comment on table idempotency_key is 'Answers already given. retention: 48 hours; personal: as the answer';

alter table org_unit enable row level security;
alter table org_unit force row level security;
alter table member enable row level security;
alter table member force row level security;
alter table role_grant enable row level security;
alter table role_grant force row level security;
alter table session enable row level security;
alter table session force row level security;
alter table api_key enable row level security;
alter table api_key force row level security;
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
alter table outbox_event enable row level security;
alter table outbox_event force row level security;
alter table outbox_pending enable row level security;
alter table outbox_pending force row level security;
alter table outbox_sequence enable row level security;
alter table outbox_sequence force row level security;
alter table idempotency_key enable row level security;
alter table idempotency_key force row level security;

create policy org_unit_tenant on org_unit
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy member_tenant on member
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy role_grant_tenant on role_grant
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy session_tenant on session
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy api_key_tenant on api_key
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy audit_entry_tenant on audit_entry
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy outbox_event_tenant on outbox_event
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy outbox_pending_tenant on outbox_pending
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy outbox_sequence_tenant on outbox_sequence
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy idempotency_key_tenant on idempotency_key
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- The relay numbers the events of every tenant.
create policy outbox_event_system on outbox_event to app_system using (true) with check (true);
create policy outbox_pending_system on outbox_pending to app_system using (true) with check (true);
create policy outbox_sequence_system on outbox_sequence to app_system using (true) with check (true);

grant select on tenant to app_rw, app_ro, app_system;
grant insert on tenant to app_rw;
grant select, insert, update on org_unit, member, role_grant to app_rw;
grant delete on role_grant to app_rw;
grant select, insert, update, delete on session to app_rw;
grant select, insert, update on api_key to app_rw;
grant select, insert, update, delete on rate_limit to app_rw;
grant select, insert on audit_entry, outbox_event, outbox_pending to app_rw;
grant select on outbox_sequence to app_rw;
grant select, insert, delete on idempotency_key to app_rw;
grant select on org_unit, member, role_grant, audit_entry, outbox_event, outbox_sequence to app_ro;
grant select on outbox_event to app_system;
grant select, delete on outbox_pending to app_system;
grant select, insert on outbox_sequence to app_system;
