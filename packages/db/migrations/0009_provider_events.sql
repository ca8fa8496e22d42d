-- expand
-- What the provider does without being asked: whose payment its messages are about, refunds and disputes that nobody here
-- began, and messages that nobody could place.

create table payment_reference (
  provider text not null,
  reference text not null,
  owner_tenant_id uuid not null,
  payment_id uuid not null,
  recorded_at timestamptz not null default now(),
  constraint payment_reference_pkey primary key (provider, reference)
);
comment on table payment_reference is 'Whose payment an object of the provider is, read before a tenant is known. append-only; retention: 10 years; personal: none';
grant select, insert on payment_reference to app_rw;
grant select on payment_reference to app_ro;

alter table webhook_quarantine add column object_type text not null default '';
alter table webhook_quarantine add column provider_reference text;
alter table webhook_quarantine add column claimed_tenant text;
alter table webhook_quarantine add column claimed_payment text;
alter table webhook_quarantine add column owner_tenant_id uuid;
alter table webhook_quarantine add column status text not null default 'held';
alter table webhook_quarantine add column resolution text;
alter table webhook_quarantine add column resolved_by uuid;
alter table webhook_quarantine add column resolved_by_name text;
alter table webhook_quarantine add column resolved_at timestamptz;
alter table webhook_quarantine add column version int not null default 1;
alter table webhook_quarantine add constraint webhook_quarantine_status check (status in ('held', 'not_ours', 'placed', 'dismissed')) not valid;
alter table webhook_quarantine add constraint webhook_quarantine_resolved check ((status in ('placed', 'dismissed')) = (resolved_at is not null)) not valid;
-- The table is all but empty.
-- squawk-ignore require-concurrent-index-creation
create index webhook_quarantine_status on webhook_quarantine (status, received_at desc, id desc);
comment on table webhook_quarantine is 'Messages that could not be placed, or that are not ours. retention: 90 days; personal: resolved_by_name';
grant update (status, reason, owner_tenant_id, resolution, resolved_by, resolved_by_name, resolved_at, version) on webhook_quarantine to app_rw;

alter table refund add column origin text not null default 'staff';
-- Only what the provider did has no requester, and who reads it comes with the same release.
-- squawk-ignore ban-drop-not-null
alter table refund alter column requested_by drop not null;
alter table refund drop constraint refund_decided;
alter table refund add constraint refund_origin check (origin in ('staff', 'provider')) not valid;
alter table refund add constraint refund_requested check ((origin = 'staff') = (requested_by is not null)) not valid;
alter table refund add constraint refund_decided check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (origin = 'provider' or status = 'requested')) not valid;

alter table "order" add column charged_back_amount bigint not null default 0;

create table dispute (
  tenant_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  purchase_id uuid not null,
  provider_reference text not null,
  currency char(3) not null,
  amount bigint not null,
  withdrawn bigint not null default 0,
  status text not null,
  reason text not null,
  evidence_due_at timestamptz,
  opened_at timestamptz not null,
  closed_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint dispute_pkey primary key (tenant_id, id),
  constraint dispute_reference_key unique (tenant_id, provider_reference),
  constraint dispute_payment_fkey foreign key (tenant_id, payment_id) references payment (tenant_id, id),
  constraint dispute_purchase_fkey foreign key (tenant_id, purchase_id) references purchase (tenant_id, id),
  constraint dispute_amount check (amount > 0 and withdrawn >= 0),
  constraint dispute_status check (status in ('inquiry', 'open', 'won', 'lost')),
  constraint dispute_closed check ((status in ('won', 'lost')) = (closed_at is not null))
);
create index dispute_payment on dispute (tenant_id, payment_id);
create index dispute_purchase on dispute (tenant_id, purchase_id);
comment on table dispute is 'The buyer''s bank takes money back, as the provider reports it. retention: 10 years; personal: none';

create table dispute_line (
  tenant_id uuid not null,
  dispute_id uuid not null,
  order_line_id uuid not null,
  amount bigint not null,
  constraint dispute_line_pkey primary key (tenant_id, dispute_id, order_line_id),
  constraint dispute_line_dispute_fkey foreign key (tenant_id, dispute_id) references dispute (tenant_id, id),
  constraint dispute_line_line_fkey foreign key (tenant_id, order_line_id) references order_line (tenant_id, id),
  constraint dispute_line_amount check (amount > 0)
);
create index dispute_line_line on dispute_line (tenant_id, order_line_id);
comment on table dispute_line is 'What of which line a dispute holds back. retention: 10 years; personal: none';

alter table payment_event drop constraint payment_event_kind;
alter table payment_event add constraint payment_event_kind check (kind in ('authorisation_claimed', 'authorised', 'declined', 'unknown', 'capture_claimed', 'captured', 'capture_failed', 'voided', 'expired', 'refund_claimed', 'refunded', 'refund_failed', 'refund_bounced', 'resolved', 'unexplained', 'dispute_opened', 'dispute_won', 'dispute_lost')) not valid;

alter table dispute enable row level security;
alter table dispute force row level security;
alter table dispute_line enable row level security;
alter table dispute_line force row level security;
create policy dispute_tenant on dispute
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy dispute_line_tenant on dispute_line
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update on dispute to app_rw;
grant select, insert on dispute_line to app_rw;
grant select on dispute, dispute_line to app_ro;
